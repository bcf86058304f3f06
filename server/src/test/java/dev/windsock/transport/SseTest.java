package dev.windsock.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SseTest {
    private static final Pattern SESSION = Pattern.compile("'session':'([^']+)',");
    private static final String CONNECT =
            "{'id':1,'connect':{'client':'me','member':'J0TM0Qx1M71zatiQ','transport':'sse','channels':{'a':null}}}";

    private TestServer server = new TestServer(Duration.ofSeconds(25));

    @AfterEach
    void stop() throws InterruptedException {
        server.close();
    }

    private static String session(String connectReply) {
        Matcher session = SESSION.matcher(connectReply);
        assertThat(session.find()).as(connectReply).isTrue();
        return session.group(1);
    }

    private static String next(Events events) throws Exception {
        return Objects.requireNonNull(events.next(), "The stream has ended");
    }

    @Test
    void aStreamBeginsWithTheReplyAndBringsPublications() throws Exception {
        try (Events events = new Events(server, server.post("/windsock", CONNECT))) {
            assertThat(events.response().statusCode()).isEqualTo(200);
            var headers = events.response().headers();
            assertThat(headers.firstValue("Content-Type")).hasValue("text/event-stream;charset=utf-8");
            assertThat(headers.firstValue("Cache-Control")).hasValue("no-store, no-transform");
            assertThat(headers.firstValue("X-Accel-Buffering")).hasValue("no");
            assertThat(next(events).replaceAll(SESSION.pattern(), "'session':'S',"))
                    .isEqualTo(
                            "event: connect | data: {'id':1,'connect':{'client':'me','member':'J0TM0Qx1M71zatiQ','session':'S','transport':'sse',"
                                    + "'server':'Windsock test','ping':25000,'lease':75000,'network':'D5tUvkWa','limits':{'message':65536,'channels':3},"
                                    + "'channels':{'a':{'epoch':'E','offset':0}}}}");
            server.publish("a", "'é\\n'");
            assertThat(next(events))
                    .isEqualTo("id: E:1 | data: {'publication':{'channel':'a','epoch':'E','offset':1,'data':'é\\n'}}");
        }
    }

    @Test
    void aSessionEndsWithItsStream() throws Exception {
        String session;
        try (Events events = new Events(server, server.post("/windsock", CONNECT))) {
            session = session(next(events));
            assertThat(server.subscribers("a")).isEqualTo(1);
        }
        await().until(() -> server.subscribers("a") == 0);
        HttpRequest late = server.post("/windsock", "{'attach':{'session':'" + session + "'}}\n{'id':2,'ping':{}}");
        assertThat(server.send(late).statusCode()).isEqualTo(404);
    }

    @Test
    void aPlainGetFollowsOneChannelFromTheLastEvent() throws Exception {
        server.publish("a", "1");
        server.publish("a", "2");
        HttpRequest get = server.request("/windsock?channel=a")
                .header("Last-Event-ID", server.channels().channel("a").epoch() + ":1")
                .build();
        try (Events events = new Events(server, get)) {
            assertThat(next(events))
                    .startsWith("event: connect | data: {'connect':{'transport':'sse',")
                    .doesNotContain("session")
                    .endsWith("'channels':{'a':{'epoch':'E','offset':2,'recovered':true}}}}");
            assertThat(next(events)).startsWith("id: E:2 | ");
            server.publish("a", "3");
            assertThat(next(events)).startsWith("id: E:3 | ");
        }
    }

    @Test
    void aStreamThatFollowsNothingYetStaysOpen() throws Exception {
        String connect = "{'id':1,'connect':{'transport':'sse'}}\n{'id':2,'subscribe':{'channel':'b'}}";
        try (Events events = new Events(server, server.post("/windsock", connect))) {
            assertThat(next(events)).startsWith("event: connect");
            assertThat(next(events)).startsWith("event: subscribe");
            server.publish("b", "1");
            assertThat(next(events)).startsWith("id: E:1 | ");
        }
    }

    @Test
    void whenTheServerStopsTheStreamSaysSoAndEnds() throws Exception {
        try (Events events = new Events(server, server.post("/windsock", CONNECT))) {
            next(events);
            server.transports().shutdown(Duration.ofSeconds(10));
            assertThat(next(events))
                    .isEqualTo("event: close | data: {'close':{'code':'shutdown','reason':'The server stops',"
                            + "'reconnect':true,'after':1000}}");
            assertThat(events.next()).isNull();
        }
    }

    @Test
    void aQuietStreamIsPinged() throws Exception {
        server.close();
        server = new TestServer(Duration.ofMillis(100));
        try (Events events = new Events(server, server.post("/windsock", CONNECT))) {
            next(events);
            for (int i = 0; i < 2; i++) {
                assertThat(next(events)).isEqualTo(": ping");
            }
        }
    }

    @Test
    void aReaderThatIsSlowGetsAllThatTheLogKeepsAndTheGap() throws Exception {
        try (Events events = new Events(server, server.post("/windsock", CONNECT))) {
            next(events);
            String large = "'" + "x".repeat(900_000) + "'";
            for (int i = 0; i < 40; i++) {
                server.publish("a", large);
            }
            long had = 0;
            while (had < 40) {
                String event = next(events);
                long offset = offset(event);
                if (event.startsWith("event: gap")) {
                    assertThat(event).contains("'after':{'epoch':'E','offset':" + had + "}");
                    had = offset - 1;
                } else {
                    assertThat(offset).isEqualTo(had + 1);
                    had = offset;
                }
            }
        }
    }

    /** The last offset that is told. */
    private static long offset(String event) {
        int at = event.lastIndexOf("'offset':") + "'offset':".length();
        return Long.parseLong(event.substring(at).replaceFirst("\\D.*", ""));
    }
}
