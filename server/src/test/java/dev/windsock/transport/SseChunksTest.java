package dev.windsock.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bytes of a stream of events on the wire: which chunks it comes in, and how it ends. */
@Timeout(120)
class SseChunksTest {
    private static final String GET = "GET /windsock?channel=a HTTP/1.1|Host: x||";
    private static final String NEXT = "GET /none HTTP/1.1|Host: x|Connection: close||";
    private static final String CLOSE = "event: close\ndata: {'close':{'code':'shutdown',";

    private final TestServer server = new TestServer(Duration.ofSeconds(25));

    @AfterEach
    void stop() throws InterruptedException {
        server.close();
    }

    private static String next(ChunkedStream stream) throws Exception {
        return Objects.requireNonNull(stream.chunk(), "The stream has ended");
    }

    private ChunkedStream begun(String request) throws Exception {
        ChunkedStream stream = new ChunkedStream(server, request);
        assertThat(stream.head())
                .startsWith("HTTP/1.1 200 OK|")
                .containsOnlyOnce("Transfer-Encoding: chunked|")
                .doesNotContain("Content-Length");
        assertThat(next(stream)).startsWith("event: connect\ndata: ").endsWith("}\n\n");
        return stream;
    }

    private void shutdown() throws InterruptedException {
        server.transports().shutdown(Duration.ofSeconds(60));
    }

    private static String event(int offset, String data) {
        return "id: E:" + offset + "\ndata: {'publication':{'channel':'a','epoch':'E','offset':" + offset + ",'data':"
                + data + "}}\n\n";
    }

    @Test
    void eachEventIsAChunkAlsoWhereSeveralAreWrittenTogether() throws Exception {
        try (ChunkedStream stream = begun(GET)) {
            for (int i = 1; i <= 8; i++) {
                server.publish("a", "'é" + i + "'");
            }
            for (int i = 1; i <= 8; i++) {
                assertThat(next(stream)).isEqualTo(event(i, "'é" + i + "'"));
            }
        }
    }

    @Test
    void thePaddingThatAStreamBeginsWithIsAChunkToo() throws Exception {
        String body = "{\"id\":1,\"connect\":{\"transport\":\"sse\",\"padding\":8192}}";
        String head =
                "POST /windsock HTTP/1.1|Host: x|Content-Type: application/x-ndjson|Content-Length: " + body.length();
        try (ChunkedStream stream = new ChunkedStream(server, head + "||" + body)) {
            assertThat(stream.head()).startsWith("HTTP/1.1 200 OK|");
            assertThat(next(stream)).isEqualTo(":" + " ".repeat(8192) + "\n\n");
            assertThat(next(stream)).startsWith("event: connect\ndata: ");
        }
    }

    @Test
    void aStreamEndsWithTheLastChunkAndTheConnectionGoesOn() throws Exception {
        try (ChunkedStream stream = begun(GET)) {
            server.publish("a", "1");
            assertThat(next(stream)).isEqualTo(event(1, "1"));
            shutdown();
            assertThat(next(stream)).startsWith(CLOSE);
            assertThat(stream.chunk()).isNull();
            stream.send(NEXT);
            assertThat(stream.head()).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void aConnectionThatIsToCloseDoesSoAfterTheLastChunk() throws Exception {
        try (ChunkedStream stream = begun("GET /windsock?channel=a HTTP/1.1|Host: x|Connection: close||")) {
            shutdown();
            assertThat(next(stream)).startsWith(CLOSE);
            assertThat(stream.chunk()).isNull();
            assertThat(stream.rest()).isEmpty();
        }
    }

    @Test
    void whatASlowReaderIsOwedStaysFramedToTheEnd() throws Exception {
        try (ChunkedStream stream = begun(GET)) {
            String large = "'" + "x".repeat(900_000) + "'";
            int count = 12;
            for (int i = 0; i < count; i++) {
                server.publish("a", large);
            }
            Thread stopping = Thread.startVirtualThread(() -> {
                try {
                    shutdown();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            int taken = 0;
            String chunk = next(stream);
            while (!chunk.startsWith(CLOSE)) {
                taken++;
                assertThat(chunk).isEqualTo(event(taken, large));
                chunk = next(stream);
            }
            assertThat(taken).as("the server has had to wait for the reader").isBetween(1, count - 1);
            assertThat(stream.chunk()).isNull();
            stopping.join();
            stream.send(NEXT);
            assertThat(stream.head()).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void aRequestSentAheadHoldsNothingBackAndIsAnsweredAfterTheStream() throws Exception {
        try (ChunkedStream stream = begun(GET + NEXT)) {
            server.publish("a", "1");
            assertThat(next(stream)).isEqualTo(event(1, "1"));
            shutdown();
            assertThat(next(stream)).startsWith(CLOSE);
            assertThat(stream.chunk()).isNull();
            assertThat(stream.head()).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void aClientOfHttp10GetsNoChunks() throws Exception {
        try (ChunkedStream stream = new ChunkedStream(server, "GET /windsock?channel=a HTTP/1.0|Host: x||")) {
            assertThat(stream.head())
                    .contains("|Connection: close|")
                    .doesNotContain("Transfer-Encoding")
                    .doesNotContain("Content-Length");
            await().until(() -> server.subscribers("a") == 1);
            server.publish("a", "1");
            server.publish("a", "2");
            shutdown();
            assertThat(stream.rest())
                    .matches("event: connect\ndata: \\{[^\n]*}\n\n\\Q" + event(1, "1") + event(2, "2") + CLOSE
                            + "\\E[^\n]*\n\n");
        }
    }
}
