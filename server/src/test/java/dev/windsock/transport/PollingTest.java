package dev.windsock.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windsock.protocol.Json;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** Each test has a channel of its own, named after it. */
@Timeout(60)
class PollingTest {
    private static TestServer server;

    private final String channel;

    PollingTest(TestInfo test) {
        channel = test.getTestMethod().orElseThrow().getName();
    }

    @BeforeAll
    static void start() {
        server = new TestServer(Duration.ofSeconds(25));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        server.close();
    }

    private List<String> lines(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return server.plain(response.body()).replace(channel, "C").lines().toList();
    }

    private List<String> poll(String lines) throws Exception {
        return lines(server.send(server.post("/windsock", lines)));
    }

    private CompletableFuture<HttpResponse<String>> held() {
        CompletableFuture<HttpResponse<String>> answer = server.client()
                .sendAsync(
                        server.post("/windsock", connect(server.position(channel, 0), 30_000)),
                        BodyHandlers.ofString());
        await().until(() -> server.subscribers(channel) == 1);
        return answer;
    }

    private String connect(String position, int wait) {
        return "{'id':1,'connect':{'client':'me','channels':{'" + channel + "':" + position + "},'wait':" + wait + "}}";
    }

    private static String reply(int offset, boolean recovered) {
        return "{'id':1,'connect':{'client':'me','member':'J0TM0Qx1M71zatiQ','transport':'polling','server':'Windsock test','ping':25000,'lease':75000,'network':'D5tUvkWa',"
                + "'limits':{'message':65536,'channels':3},'channels':{'C':{'epoch':'E','offset':" + offset
                + ",'recovered':" + recovered + "}}}}";
    }

    private static String publication(int offset, String data) {
        return "{'publication':{'channel':'C','epoch':'E','offset':" + offset + ",'data':" + data + "}}";
    }

    @Test
    void commandsAreAnsweredAtOnceAndInOrder() throws Exception {
        HttpResponse<String> response = server.send(server.post(
                "/windsock",
                connect("null", 30_000) + "\n{'id':2,'publish':{'channel':'" + channel
                        + "','data':[1]}}\n{'id':3,'dance':{}}\n{'id':4,'ping':{}}\n"));
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store, no-transform");
        assertThat(lines(response))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo(reply(0, true).replace(",'recovered':true", "")),
                        line -> assertThat(line)
                                .isEqualTo("{'id':2,'publish':{'channel':'C','epoch':'E','offset':1,'subscribers':1}}"),
                        line -> assertThat(line).startsWith("{'id':3,'error':{'code':'bad-command'"),
                        line -> assertThat(line).isEqualTo("{'id':4,'ping':{}}"),
                        line -> assertThat(line).isEqualTo(publication(1, "[1]")));
        assertThat(server.subscribers(channel)).isZero();
    }

    @Test
    void aPollIsHeldUntilSomethingIsPublished() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = held();
        server.publish(channel, "'news'");
        assertThat(lines(answer.get())).containsExactly(reply(0, true), publication(1, "'news'"));
        assertThat(server.subscribers(channel)).isZero();
    }

    @Test
    void aPollIsHeldUntilItsTimeIsOver() throws Exception {
        assertThat(poll(connect(server.position(channel, 0), 1))).containsExactly(reply(0, true));
    }

    @Test
    void aPollThatNeedNotWaitDoesNot() throws Exception {
        assertThat(poll(connect(server.position(channel, 0), 0))).containsExactly(reply(0, true));
    }

    @Test
    void whatWasMissedComesAtOnce() throws Exception {
        server.publish(channel, "1");
        server.publish(channel, "2");
        assertThat(poll(connect(server.position(channel, 1), 30_000)))
                .containsExactly(reply(2, true), publication(2, "2"));
    }

    @Test
    void aGapComesAtOnce() throws Exception {
        assertThat(poll(connect("{'epoch':'old','offset':7}", 30_000)))
                .containsExactly(
                        reply(0, false),
                        "{'gap':{'channel':'C','after':{'epoch':'old','offset':7},'next':{'epoch':'E','offset':1}}}");
    }

    @Test
    void aRefusalComesAtOnce() throws Exception {
        String position = server.position(channel, 0);
        assertThat(poll("{'id':1,'connect':{'client':'me','wait':30000,'channels':{'no name':" + position + ",'"
                        + channel + "':" + position + "}}}"))
                .singleElement()
                .asString()
                .contains("'no name':{'error':{'code':'bad-channel'");
    }

    @Test
    void aPollThatIsGivenUpIsLetGoOf() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = held();
        answer.cancel(true);
        await().until(() -> server.subscribers(channel) == 0);
    }

    @Test
    void pollAfterPollBringsAllOnce() throws Exception {
        List<Integer> heard = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < round % 4; i++) {
                server.publish(channel, "0");
            }
            int last = heard.isEmpty() ? 0 : heard.getLast();
            for (String line : poll(connect(server.position(channel, last), 1))) {
                if (line.startsWith("{'publication'")) {
                    heard.add(Json.mapper()
                            .readTree(line.replace('\'', '"'))
                            .at("/publication/offset")
                            .asInt());
                }
            }
        }
        assertThat(heard).hasSize(30);
        for (int i = 0; i < heard.size(); i++) {
            assertThat(heard.get(i)).isEqualTo(i + 1);
        }
    }

    @Test
    void anAnswerThatGrowsTooLargeLeavesTheRestToTheNextPoll() throws Exception {
        String large = "'" + "x".repeat(600_000) + "'";
        for (int i = 0; i < 3; i++) {
            server.publish(channel, large);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(poll(connect(server.position(channel, i), 30_000)))
                    .containsExactly(reply(3, true), publication(i + 1, large));
        }
    }
}
