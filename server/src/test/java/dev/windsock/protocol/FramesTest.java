package dev.windsock.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FramesTest {
    private static final Position HEAD = new Position("e1", 7);

    /** Read back, the frame is the JSON that stands there with single quotes. */
    private static void assertFrame(Frame frame, String kind, String json) throws IOException {
        assertThat(frame.kind()).isEqualTo(kind);
        assertThat(read(frame.json())).isEqualTo(read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
        assertThat(new String(frame.json(), StandardCharsets.UTF_8)).doesNotContain("\n", "\r");
    }

    private static JsonNode read(byte[] json) throws IOException {
        return Json.mapper().readTree(json);
    }

    @Test
    void connectTellsAllThatIsKnown() throws IOException {
        Map<String, Frames.Subscribed> channels = new LinkedHashMap<>();
        channels.put("a", new Frames.Subscribed(HEAD, null, null, null, null));
        channels.put("b", new Frames.Subscribed(HEAD, false, null, null, null));
        channels.put("no \"name\"", Frames.Subscribed.refused(new ProtocolException(ErrorCode.BAD_CHANNEL, "why\n")));
        Frames.Connected connected = new Frames.Connected(
                "c",
                "m",
                "s",
                TransportName.SSE,
                Set.of(TransportName.POLLING, TransportName.SSE),
                "Windsock 1",
                25_000,
                75_000,
                65_536,
                128,
                "n",
                250);
        assertFrame(
                Frames.connect(1, connected, channels),
                "connect",
                "{'id':1,'connect':{'client':'c','member':'m','session':'s','transport':'sse','transports':['sse','polling'],'server':'Windsock 1','ping':25000,'lease':75000,'network':'n','probe':250,"
                        + "'limits':{'message':65536,'channels':128},'channels':{'a':{'epoch':'e1','offset':7},"
                        + "'b':{'epoch':'e1','offset':7,'recovered':false},"
                        + "'no \\\"name\\\"':{'error':{'code':'bad-channel','message':'why\\n'}}}}}");
    }

    @Test
    void connectWithoutClientSessionAndIdLeavesThemOut() throws IOException {
        Frames.Connected connected =
                new Frames.Connected(null, null, null, TransportName.SSE, TransportName.ALL, "W", 1, 5, 2, 3, "n", 0);
        assertFrame(
                Frames.connect(0, connected, Map.of()),
                "connect",
                "{'connect':{'transport':'sse','server':'W','ping':1,'lease':5,'network':'n','limits':{'message':2,'channels':3},'channels':{}}}");
    }

    @Test
    void repliesCarryTheirIds() throws IOException {
        assertFrame(
                Frames.subscribe(
                        2, "a", new Frames.Subscribed(HEAD, true, new Position("e1", 2), new Position("e1", 5), null)),
                "subscribe",
                "{'id':2,'subscribe':{'channel':'a','epoch':'e1','offset':7,'recovered':true,"
                        + "'skipped':{'after':{'epoch':'e1','offset':2},'next':{'epoch':'e1','offset':5}}}}");
        assertFrame(Frames.unsubscribe(3, "a"), "unsubscribe", "{'id':3,'unsubscribe':{'channel':'a'}}");
        assertFrame(
                Frames.publish(4, "a", HEAD, 5, false),
                "publish",
                "{'id':4,'publish':{'channel':'a','epoch':'e1','offset':7,'subscribers':5}}");
        assertFrame(Frames.pong(9_007_199_254_740_991L), "ping", "{'id':9007199254740991,'ping':{}}");
    }

    @Test
    void pushesHaveNoId() throws IOException {
        assertFrame(Frames.ping(), "ping", "{'ping':{}}");
        assertFrame(
                Frames.gap("a", new Position("e0", 3), HEAD),
                "gap",
                "{'gap':{'channel':'a','after':{'epoch':'e0','offset':3},'next':{'epoch':'e1','offset':7}}}");
    }

    @Test
    void anErrorHasTheIdWhereThereWasOne() throws IOException {
        assertFrame(
                Frames.error(6, ErrorCode.BAD_JSON, "say \"é\"\n"),
                "error",
                "{'id':6,'error':{'code':'bad-json','message':'say \\'é\\'\\n'}}".replace("\\'", "\\\""));
        assertFrame(Frames.error(0, ErrorCode.FULL, "m"), "error", "{'error':{'code':'full','message':'m'}}");
    }

    /** A client's words come back in errors and gaps; half a surrogate pair is a word that JSON lets a client say. */
    @Test
    void aTextWithHalfASurrogatePairIsWritten() throws IOException {
        assertThat(read(Frames.error(1, ErrorCode.BAD_COMMAND, "no \ud800!").json())
                        .at("/error/code")
                        .asText())
                .isEqualTo("bad-command");
        assertThat(read(Frames.gap("a", new Position("\udc00", 3), HEAD).json())
                        .at("/gap/next/offset")
                        .asInt())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource
    void closeTellsWhyAndWhetherToReturn(CloseCode code) throws IOException {
        assertFrame(
                Frames.close(code, "because"),
                "close",
                "{'close':{'code':'" + code.code() + "','reason':'because','reconnect':" + code.reconnect() + "}}");
    }

    @Test
    void aPublicationCarriesItsDataByteForByte() throws IOException {
        byte[] data = "{ \"é\" : [1.0, \"😀\"] }".getBytes(StandardCharsets.UTF_8);
        byte[] json = Frames.publication("a:b~c@d-e_f.g", new Position("e1", 12), null, data);
        assertThat(new String(json, StandardCharsets.UTF_8))
                .isEqualTo("{\"publication\":{\"channel\":\"a:b~c@d-e_f.g\",\"epoch\":\"e1\",\"offset\":12,\"data\":"
                        + "{ \"é\" : [1.0, \"😀\"] }}}");
        assertThat(read(json).at("/publication/offset").asInt()).isEqualTo(12);
    }
}
