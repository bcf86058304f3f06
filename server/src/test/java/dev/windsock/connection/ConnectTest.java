package dev.windsock.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.channel.ChannelLimits;
import dev.windsock.channel.Namespaces;
import dev.windsock.channel.Rules;
import dev.windsock.protocol.Commands;
import dev.windsock.protocol.Position;
import dev.windsock.protocol.Start;
import dev.windsock.protocol.TransportName;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectTest {
    private static final String SERVER =
            "'transport':'websocket','server':'Windsock test','ping':25000,'lease':75000,'network':'n','limits':{'message':65536,'channels':3}";
    private static final String NOT_CONNECTED =
            "{'close':{'code':'not-connected','reason':'The first command must be `connect`','reconnect':false}}";

    private final Talk talk = new Talk();

    @Test
    void theReplyTellsWhatTheServerIs() {
        talk.receive("{'id':1,'connect':{'client':'me','channels':{'a':null}}}");
        assertThat(talk.said())
                .containsExactly("{'id':1,'connect':{'client':'me','member':'J0TM0Qx1M71zatiQ'," + SERVER
                        + ",'channels':{'a':{'epoch':'E','offset':0}}}}");
    }

    @Test
    void theReplyTellsWhatIsOfferedWhereThatIsNotAll() {
        talk.outlet.offer(EnumSet.of(TransportName.POLLING, TransportName.WEBSOCKET));
        talk.receive("{'id':1,'connect':{}}");
        assertThat(talk.said()).singleElement().asString().contains("'transports':['websocket','polling']");
    }

    @Test
    void aChannelThatIsNotOfferedOnTheTransportIsRefusedAndTheOthersAreNot() {
        Rules rules = Rules.defaults().withTransports(Set.of(TransportName.SSE));
        Talk strict = new Talk(
                new Namespaces(Rules.defaults(), Map.of("feed", rules)), new ChannelLimits(5, 1 << 22, 1L << 40));
        strict.receive("{'id':1,'connect':{'client':'me','channels':{'feed:a':null,'a':null}}}");
        strict.receive("{'id':2,'subscribe':{'channel':'feed:b'}}");
        assertThat(strict.said())
                .satisfiesExactly(
                        reply -> assertThat(reply)
                                .contains(
                                        "'feed:a':{'error':{'code':'transport-not-offered','message':'feed:a cannot be followed over websocket; offered: sse'}}")
                                .contains("'a':{'epoch':'E','offset':0}"),
                        error -> assertThat(error).startsWith("{'id':2,'error':{'code':'transport-not-offered',"));
    }

    @Test
    void aClientWithoutAnIdIsGivenOne() {
        talk.receive("{'id':1,'connect':{}}");
        assertThat(talk.said())
                .singleElement()
                .asString()
                .matches("\\{'id':1,'connect':\\{'client':'[a-z0-9-]{36}',.*");
    }

    @Test
    void theSessionIsToldWhereThereIsOne() {
        talk.connection.receive(
                Commands.parse("{\"id\":1,\"connect\":{}}".getBytes(StandardCharsets.UTF_8)), "the-secret");
        assertThat(talk.said()).singleElement().asString().contains("'session':'the-secret'");
    }

    @Test
    void aStreamIsTestedWhereTheClientAsks() {
        talk.connection.receive(
                Commands.parse(
                        "{\"id\":1,\"connect\":{\"probe\":true,\"padding\":9}}".getBytes(StandardCharsets.UTF_8)),
                "the-secret");
        talk.run();
        assertThat(talk.said())
                .satisfiesExactly(
                        padding -> assertThat(padding).isEqualTo("         "),
                        reply -> assertThat(reply).contains("'probe':250"),
                        first -> assertThat(first).isEqualTo("{'probe':{'number':1}}"),
                        second -> assertThat(second).isEqualTo("{'probe':{'number':2}}"));
    }

    @Test
    void whatIsNoStreamIsNotTested() {
        talk.receive("{'id':1,'connect':{'probe':true,'padding':9}}");
        talk.run();
        assertThat(talk.said()).singleElement().asString().doesNotContain("probe");
    }

    @Test
    void anIdThatIsNoneIsRefusedAndAnotherMayFollow() {
        talk.receive("{'id':1,'connect':{'client':'no id'}}\n{'id':2,'connect':{'client':'me'}}");
        assertThat(talk.said())
                .satisfiesExactly(
                        error -> assertThat(error).startsWith("{'id':1,'error':{'code':'bad-command'"),
                        reply -> assertThat(reply).startsWith("{'id':2,'connect':{'client':'me'"));
    }

    @Test
    void publicationsAfterStatedPositionsFollowTheReply() {
        talk.publish("a", "1");
        talk.publish("a", "2");
        talk.publish("b", "3");
        String epoch = talk.channels.channel("a").epoch();
        talk.receive("{'id':1,'connect':{'client':'me','channels':{'b':{'epoch':'old','offset':9},'a':{'epoch':'"
                + epoch + "','offset':1}}}}");
        assertThat(talk.said())
                .containsExactly(
                        "{'id':1,'connect':{'client':'me','member':'J0TM0Qx1M71zatiQ'," + SERVER
                                + ",'channels':{'b':{'epoch':'E','offset':1,'recovered':false},"
                                + "'a':{'epoch':'E','offset':2,'recovered':true}}}}",
                        "{'gap':{'channel':'b','after':{'epoch':'old','offset':9},'next':{'epoch':'E','offset':1}}}",
                        "{'publication':{'channel':'b','epoch':'E','offset':1,'data':3}}",
                        "{'publication':{'channel':'a','epoch':'E','offset':2,'data':2}}");
    }

    @Test
    void whatCannotBeFollowedIsToldInItsPlace() {
        talk.receive("{'id':1,'connect':{'channels':{'no name':null,'a':null,'b':null,'c':null,'d':null}}}");
        assertThat(talk.said())
                .singleElement()
                .asString()
                .contains("'no name':{'error':{'code':'bad-channel'")
                .contains("'c':{'epoch':'E','offset':0}")
                .contains("'d':{'error':{'code':'too-many-channels'");
        assertThat(talk.connection.hasRefused()).isTrue();
        assertThat(talk.subscribers("a")).isEqualTo(1);
    }

    @Test
    void aSecondConnectIsRefused() {
        talk.connected().receive("{'id':2,'connect':{}}\n{'id':3,'ping':{}}");
        assertThat(talk.said())
                .containsExactly(
                        "{'id':2,'error':{'code':'already-connected','message':'This connection is connected already'}}",
                        "{'id':3,'ping':{}}");
    }

    @Test
    void anotherFirstCommandEndsTheConnection() {
        talk.receive("{'id':1,'ping':{}}\n{'id':2,'connect':{}}");
        assertThat(talk.said())
                .containsExactly(
                        "{'id':1,'error':{'code':'not-connected','message':'The first command must be `connect`'}}",
                        NOT_CONNECTED);
        assertThat(talk.outlet.ends()).containsExactly("end not-connected");
        talk.receive("{'id':3,'connect':{}}");
        assertThat(talk.said()).isEmpty();
    }

    @Test
    void aFirstLineThatIsNoCommandEndsTheConnection() {
        talk.receive("{'id':7,'dance':{}}");
        assertThat(talk.said())
                .satisfiesExactly(
                        error -> assertThat(error).startsWith("{'id':7,'error':{'code':'bad-command'"),
                        close -> assertThat(close).isEqualTo(NOT_CONNECTED));
        assertThat(talk.outlet.ends()).containsExactly("end not-connected");
    }

    @Test
    void aPlainStreamFollowsWithoutAClient() {
        talk.publish("a", "1");
        talk.connection.follow(
                "a", Start.after(new Position(talk.channels.channel("a").epoch(), 0)));
        assertThat(talk.said())
                .containsExactly(
                        "{'connect':{" + SERVER + ",'channels':{'a':{'epoch':'E','offset':1,'recovered':true}}}}",
                        "{'publication':{'channel':'a','epoch':'E','offset':1,'data':1}}");
        assertThat(talk.connection.hasRefused()).isFalse();
    }
}
