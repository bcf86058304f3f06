package dev.windsock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients that are gone without a word, and clients that are there but do not read. */
final class DeadConnectionsIT {

    private static final int FLOOD = 2_000;
    private static final String PAYLOAD = "\"" + "x".repeat(10_000) + "\"";

    @Test
    void aClientThatAnswersNoPingIsClosedAndReleased() throws Exception {
        try (ServerProcess server = ServerProcess.windsock("--ping", "1s");
                WebSocketConnection silent = subscribed(server, "dead")) {
            assertThat(subscribers(server, "dead")).isEqualTo(1);

            WebSocketConnection.Frame frame = silent.readFrame();
            StringBuilder text = new StringBuilder();
            while (frame.opcode() != WebSocketConnection.CLOSE) {
                text.append(frame.opcode() == WebSocketConnection.TEXT ? frame.text() : "");
                frame = silent.readFrame();
            }

            assertThat(text).contains("\"no-pong\"").contains("\"reconnect\":true");
            assertThat(frame.closeCode()).isEqualTo(4000);
            await().atMost(Duration.ofMinutes(1)).until(() -> subscribers(server, "dead") == 0);
        }
    }

    @Test
    void aClientThatAnswersPingsStays() throws Exception {
        try (ServerProcess server = ServerProcess.windsock("--ping", "1s");
                WebSocketConnection alive = subscribed(server, "alive");
                WebSocketConnection silent = subscribed(server, "silent")) {
            // Until the silent one, which came later, is gone.
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                answerOnePing(alive);
                return subscribers(server, "silent") == 0;
            });

            assertThat(subscribers(server, "alive")).isEqualTo(1);
            assertThat(silent.readFrame()).as("what it was sent, unread").isNotNull();
        }
    }

    @Test
    void aStreamWhoseReaderIsGoneIsReleased() throws Exception {
        try (ServerProcess server = ServerProcess.windsock("--ping", "1s")) {
            HttpConnection stream = new HttpConnection(server.port());
            stream.send("GET /windsock?channel=gone HTTP/1.1", List.of(), "");
            HttpConnection.readEvent(stream.body(stream.readHead()));
            assertThat(subscribers(server, "gone")).isEqualTo(1);

            stream.abort();

            await().atMost(Duration.ofMinutes(1)).until(() -> subscribers(server, "gone") == 0);
        }
    }

    @Test
    void aClientThatDoesNotSendItsBodyIsCutOff() throws Exception {
        try (ServerProcess server = ServerProcess.windsock();
                HttpConnection poll = begun(server, "/windsock");
                HttpConnection publish = begun(server, "/api/v1/channels/begun/messages")) {
            assertThat(poll.in().read()).as("the end").isNegative();
            assertThat(publish.in().read()).as("the end").isNegative();
        }
    }

    /** A POST whose body has not come whole. */
    private static HttpConnection begun(ServerProcess server, String path) throws IOException {
        HttpConnection connection = new HttpConnection(server.port());
        String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n";
        connection.sendBytes((head + "{").getBytes(StandardCharsets.US_ASCII));
        return connection;
    }

    @Test
    void aClientThatReadsNothingHoldsUpNobodyAndIsToldWhatItMissed() throws Exception {
        try (ServerProcess server = ServerProcess.windsock(List.of("-Xmx64m"));
                WebSocketConnection stuck = subscribed(server, "flood");
                WebSocketConnection reader = subscribed(server, "flood")) {
            for (int i = 1; i <= FLOOD; i++) {
                publish(server, "flood", PAYLOAD);
                assertThat(offsetOf(Template.parse(reader.readLine()))).isEqualTo(i);
            }

            expectGapToTheEnd(stuck);
            assertThat(server.isAlive()).isTrue();
            assertThat(server.stderr()).noneMatch(line -> line.contains("OutOfMemory"));
        }
    }

    /** What reached it before it stuck, then the gap, then all that the log still has; or the close code {@code slow}. */
    private static void expectGapToTheEnd(WebSocketConnection stuck) throws IOException {
        long offset = 0;
        boolean gap = false;
        while (offset < FLOOD) {
            JsonNode frame = Template.parse(stuck.readLine());
            if (frame.path("close").path("code").asText().equals("slow")) {
                return;
            }
            if (frame.has("gap")) {
                assertThat(frame.at("/gap/after/offset").asLong()).isEqualTo(offset);
                offset = frame.at("/gap/next/offset").asLong() - 1;
                gap = true;
            } else {
                assertThat(offsetOf(frame)).isEqualTo(offset + 1);
                offset++;
            }
        }
        assertThat(gap).as("20 MB cannot have waited in a log of 1 MiB: a gap").isTrue();
    }

    private static long offsetOf(JsonNode frame) {
        assertThat(frame.has("publication")).as(frame.toString()).isTrue();
        return frame.at("/publication/offset").asLong();
    }

    private static WebSocketConnection subscribed(ServerProcess server, String channel) throws IOException {
        WebSocketConnection socket = new WebSocketConnection(server.port(), "/windsock");
        socket.send("{\"id\":1,\"connect\":{\"channels\":{\"" + channel + "\":null}}}");
        assertThat(Template.parse(socket.readLine()).has("connect")).isTrue();
        return socket;
    }

    private static void answerOnePing(WebSocketConnection socket) throws IOException {
        WebSocketConnection.Frame frame = socket.readFrame();
        if (frame.opcode() == WebSocketConnection.PING) {
            socket.send(WebSocketConnection.PONG, frame.payload());
        } else if (frame.opcode() == WebSocketConnection.TEXT && frame.text().contains("\"ping\"")) {
            socket.send("{\"pong\":{}}");
        }
    }

    /** How many were subscribed when a further message was published. */
    private static int subscribers(ServerProcess server, String channel) throws IOException {
        return publish(server, channel, "1").get("subscribers").asInt();
    }

    private static JsonNode publish(ServerProcess server, String channel, String data) throws IOException {
        try (HttpConnection connection = new HttpConnection(server.port())) {
            connection.send(
                    "POST /api/v1/channels/" + channel + "/messages HTTP/1.1",
                    List.of("Content-Type: application/json"),
                    data);
            HttpConnection.Head head = connection.readHead();
            String body = connection.readBody(head);
            assertThat(head.status()).as(body).isEqualTo(201);
            return Template.parse(body);
        }
    }
}
