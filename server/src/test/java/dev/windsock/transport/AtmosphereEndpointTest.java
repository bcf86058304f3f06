package dev.windsock.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windsock.channel.Message;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Atmosphere's own protocol over HTTP. Each test has a channel of its own, named after it. */
@Timeout(60)
class AtmosphereEndpointTest {
    private static final String NEW = "&X-Atmosphere-tracking-id=0&X-Atmosphere-Framework=5.0.0&X-atmo-protocol=true";
    private static final Pattern GREETING = Pattern.compile("(\\d+)\\|([0-9a-f-]{36})\\|0\\|X\\|");

    private static TestServer server;

    private final String channel;

    AtmosphereEndpointTest(TestInfo test) {
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

    private HttpRequest get(String transport, String more) {
        return server.request("/atmosphere/" + channel + "?X-Atmosphere-Transport=" + transport
                        + "&X-Atmosphere-TrackMessageSize=true" + more)
                .build();
    }

    private CompletableFuture<HttpResponse<String>> held(String more) {
        CompletableFuture<HttpResponse<String>> answer =
                server.client().sendAsync(get("long-polling", more), BodyHandlers.ofString());
        await().until(() -> server.subscribers(channel) == 1);
        return answer;
    }

    private static String id(String greeting) {
        Matcher matcher = GREETING.matcher(greeting);
        assertThat(matcher.matches()).as(greeting).isTrue();
        assertThat(Integer.parseInt(matcher.group(1)))
                .isEqualTo(greeting.length() - matcher.group(1).length() - 1);
        return "&X-Atmosphere-tracking-id=" + matcher.group(2);
    }

    private String newClient() throws Exception {
        HttpResponse<String> response = server.send(get("long-polling", NEW));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
        return id(response.body());
    }

    @Test
    void theFirstPollIsGreetedAndTheNextIsHeld() throws Exception {
        String id = newClient();
        CompletableFuture<HttpResponse<String>> answer = held(id);
        server.publish(channel, "'hé|llo'");
        assertThat(answer.get().body()).isEqualTo("6|hé|llo");
        assertThat(server.subscribers(channel)).isZero();
    }

    @Test
    void whatIsPublishedBetweenPollsIsNotLost() throws Exception {
        String id = newClient();
        server.publish(channel, "1");
        assertThat(server.send(get("long-polling", id)).body()).isEqualTo("1|1");
        server.publish(channel, "22");
        server.publish(channel, "333");
        assertThat(server.send(get("long-polling", id)).body()).isEqualTo("2|22");
        assertThat(server.send(get("long-polling", id)).body()).isEqualTo("3|333");
        CompletableFuture<HttpResponse<String>> answer = held(id);
        server.publish(channel, "4444");
        assertThat(answer.get().body()).isEqualTo("4|4444");
    }

    /** Who asks for the next before the answer is there must not wait for that one's. */
    @Test
    void aPollSentAheadHoldsNoAnswerBack() throws Exception {
        String id = newClient();
        server.publish(channel, "1");
        String poll = "GET " + get("long-polling", id).uri().toString().replaceFirst("http://[^/]*", "")
                + " HTTP/1.1|Host: x||";
        try (ChunkedStream answers = new ChunkedStream(server, poll + poll)) {
            assertThat(answers.head()).startsWith("HTTP/1.1 200 OK|");
            assertThat(answers.chunk()).isEqualTo("1|1");
            assertThat(answers.chunk()).isNull();
            server.publish(channel, "22");
            assertThat(answers.head()).startsWith("HTTP/1.1 200 OK|");
            assertThat(answers.chunk()).isEqualTo("2|22");
            assertThat(answers.chunk()).isNull();
        }
    }

    @Test
    void aPollWithoutAnIdIsAnsweredWithTheNextMessage() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = held("");
        server.publish(channel, "{'a':1}");
        assertThat(answer.get().body()).isEqualTo("7|{\"a\":1}");
    }

    @Test
    void aStreamIsGreetedAndBringsBareMessages() throws Exception {
        try (Events events = new Events(server, get("sse", NEW))) {
            assertThat(events.response().headers().firstValue("Content-Type"))
                    .hasValue("text/event-stream;charset=utf-8");
            String greeting = events.next();
            assertThat(greeting).startsWith("data:");
            id(String.valueOf(greeting).substring("data:".length()));
            server.publish(channel, "'hello'");
            assertThat(events.next()).isEqualTo("data:5|hello");
        }
        await().until(() -> server.subscribers(channel) == 0);
    }

    @Test
    void aClientThatSaysGoodbyeIsLetGoOf() throws Exception {
        try (Events events = new Events(server, get("sse", NEW))) {
            String id = id(String.valueOf(events.next()).substring("data:".length()));
            assertThat(server.subscribers(channel)).isEqualTo(1);
            assertThat(server.send(get("close", id)).statusCode()).isEqualTo(200);
            await().until(() -> server.subscribers(channel) == 0);
        }
        assertThat(server.send(get("close", "&X-Atmosphere-tracking-id=nobody")).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "plain text # 'plain text'",
                "{'a': [1]} # {'a': [1]}",
                "[1,2] # [1,2]",
                "{no json # '{no json'",
                "'quoted' # '\\'quoted\\''",
                "12 # '12'"
            })
    void whatIsPostedIsPublished(String body, String data) throws Exception {
        HttpRequest post = server.post("/atmosphere/" + channel + "?X-Atmosphere-Transport=polling", body);
        HttpResponse<String> response = server.send(post);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        long head = server.channels()
                        .publish(channel, Message.of(new byte[] {'0'}))
                        .join()
                        .position()
                        .offset()
                - 1;
        String connect =
                "{'id':1,'connect':{'channels':{'" + channel + "':" + server.position(channel, head - 1) + "}}}";
        String[] lines = server.send(server.post("/windsock", connect)).body().split("\n");
        assertThat(lines[1]).endsWith(",\"data\":" + data.replace("'", "\"") + "}}");
    }
}
