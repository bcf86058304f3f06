package dev.windsock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.atmosphere.wasync.Request.TRANSPORT;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stock wAsync clients at {@code /atmosphere/<channel>}, on channels that they share with everybody else. */
final class AtmosphereClientsIT {

    private static final int EACH = 20;

    private static ServerProcess server;

    @BeforeAll
    static void start() throws IOException {
        server = ServerProcess.windsock();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "WEBSOCKET, false",
        "SSE, false",
        "LONG_POLLING, false",
        "WEBSOCKET, true",
        "SSE, true",
        "LONG_POLLING, true",
    })
    void aClientGetsAllThatIsPublishedOnceAndInOrder(TRANSPORT transport, boolean withLengths) throws Exception {
        String channel = "wasync-" + transport + "-" + withLengths;
        try (WebSocketConnection ours = subscribed(channel);
                WasyncClient client = client(channel, transport, withLengths)) {
            for (int i = 1; i <= EACH; i++) {
                client.publish("client " + i);
                publish(channel, "\"REST " + "x".repeat(i) + i + "\"");
            }

            expectAll(client, texts(ours, 2 * EACH));
            assertThat(client.errors()).isEmpty();
        }
    }

    @Test
    void clientsOfAllTransportsGetTheSameInOneOrder() throws Exception {
        String channel = "wasync-all";
        try (WebSocketConnection ours = subscribed(channel);
                WasyncClient socket = client(channel, TRANSPORT.WEBSOCKET, false);
                WasyncClient stream = client(channel, TRANSPORT.SSE, false);
                WasyncClient poll = client(channel, TRANSPORT.LONG_POLLING, false)) {
            for (int i = 1; i <= EACH; i++) {
                socket.publish("WebSocket " + i);
                stream.publish("SSE " + i);
                poll.publish("long polling " + i);
                publish(channel, "\"REST " + i + "\"");
            }

            List<String> texts = texts(ours, 4 * EACH);
            assertThat(texts)
                    .containsExactlyInAnyOrderElementsOf(Stream.of("WebSocket ", "SSE ", "long polling ", "REST ")
                            .flatMap(from -> IntStream.rangeClosed(1, EACH).mapToObj(i -> from + i))
                            .toList());
            for (WasyncClient client : List.of(socket, stream, poll)) {
                expectAll(client, texts);
            }
        }
    }

    @Test
    void jsonIsJsonOnBothSides() throws Exception {
        String channel = "wasync-json";
        try (WebSocketConnection ours = subscribed(channel);
                WasyncClient client = client(channel, TRANSPORT.WEBSOCKET, false)) {
            client.publish("{\"text\":\"hé\"}");
            assertThat(Template.parse(ours.readLine()).at("/publication/data"))
                    .isEqualTo(Template.parse("{\"text\":\"hé\"}"));
            publish(channel, "[1,{\"two\":2}]");
            client.publish("12");
            assertThat(ours.readLine()).contains("[1,");
            assertThat(Template.parse(ours.readLine()).at("/publication/data").isTextual())
                    .as("neither an object nor an array: a string")
                    .isTrue();

            expectAll(client, List.of("{\"text\":\"hé\"}", "[1,{\"two\":2}]", "12"));
        }
    }

    @ParameterizedTest
    @CsvSource({"WEBSOCKET", "SSE", "LONG_POLLING"})
    void aClientThatClosesIsReleased(TRANSPORT transport) throws Exception {
        String channel = "wasync-close-" + transport;
        try (WasyncClient client = client(channel, transport, false)) {
            assertThat(client.errors()).isEmpty();
            await().atMost(Duration.ofMinutes(1)).until(() -> publish(channel, "1") == 1);
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> publish(channel, "2") == 0);
    }

    private static void expectAll(WasyncClient client, List<String> texts) {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(client.received()).containsExactlyElementsOf(texts));
    }

    private static WasyncClient client(String channel, TRANSPORT transport, boolean withLengths) throws IOException {
        return new WasyncClient(server.url("/atmosphere/" + channel), transport, withLengths);
    }

    private static WebSocketConnection subscribed(String channel) throws IOException {
        WebSocketConnection socket = new WebSocketConnection(server.port(), "/windsock");
        socket.send("{\"id\":1,\"connect\":{\"channels\":{\"" + channel + "\":null}}}");
        assertThat(Template.parse(socket.readLine()).has("connect")).isTrue();
        return socket;
    }

    /** The next texts that our own client is given. */
    private static List<String> texts(WebSocketConnection ours, int count) throws IOException {
        List<String> texts = new ArrayList<>();
        for (String line : ours.readLines(count)) {
            texts.add(Template.parse(line).at("/publication/data").asText());
        }
        return texts;
    }

    /** Returns the number of subscribers. */
    private static int publish(String channel, String data) throws IOException {
        try (HttpConnection connection = new HttpConnection(server.port())) {
            connection.send(
                    "POST /api/v1/channels/" + channel + "/messages HTTP/1.1",
                    List.of("Content-Type: application/json"),
                    data);
            HttpConnection.Head head = connection.readHead();
            String body = connection.readBody(head);
            assertThat(head.status()).as(body).isEqualTo(201);
            return Template.parse(body).get("subscribers").asInt();
        }
    }
}
