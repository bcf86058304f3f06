package dev.windsock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the server starts, refuses to start, and ends. */
final class LifecycleIT {

    private static final String SSE_CONNECT =
            "{\"id\":1,\"connect\":{\"transport\":\"sse\",\"channels\":{\"lifecycle\":null}}}";

    @Test
    void aTerminatedServerTellsEveryConnectionAndEndsWithSuccess() throws Exception {
        try (ServerProcess server = ServerProcess.windsock();
                WebSocketConnection socket = connectedSocket(server);
                HttpConnection stream = new HttpConnection(server.port());
                HttpConnection poll = new HttpConnection(server.port())) {
            InputStream events = openStream(stream);
            hold(poll, server);

            server.terminate();

            assertThat(closeOf(Template.parse(socket.readLine()))).isEqualTo("shutdown, reconnect true");
            WebSocketConnection.Frame frame = socket.readFrame();
            assertThat(frame.opcode()).isEqualTo(WebSocketConnection.CLOSE);
            assertThat(frame.closeCode()).isEqualTo(1001);
            socket.send(WebSocketConnection.CLOSE, closePayload(1001));

            List<String> event = HttpConnection.readEvent(events);
            assertThat(event.get(0)).isEqualTo("event: close");
            assertThat(closeOf(Template.parse(event.get(1).substring("data: ".length()))))
                    .isEqualTo("shutdown, reconnect true");
            assertThat(events.read()).as("the stream's end").isEqualTo(-1);

            HttpConnection.Head head = poll.readHead();
            assertThat(head.status()).isEqualTo(200);
            assertThat(poll.readBody(head).lines().map(line -> closeOf(Template.parse(line))))
                    .contains("shutdown, reconnect true");

            assertThat(server.awaitExit()).as(server.output()).isZero();
            assertThat(server.stdout()).as("all of stdout").hasSize(1);
            assertPortIsFree(server.port());
        }
    }

    @Test
    void aServerWithOnlyIdleConnectionsEndsWithoutTheirHelp() throws Exception {
        try (ServerProcess server = ServerProcess.windsock();
                WebSocketConnection silent = connectedSocket(server)) {
            server.terminate();

            assertThat(server.awaitExit()).as(server.output()).isZero();
            assertThat(silent.readLine()).contains("shutdown");
        }
    }

    @Test
    void theReadyLineIsTheOnlyLineAndEndsWithTheUrl() throws Exception {
        try (ServerProcess server = ServerProcess.windsock()) {
            assertThat(server.stdout())
                    .singleElement()
                    .asString()
                    .startsWith("Windsock ")
                    .endsWith(" listens on http://localhost:" + server.port());
        }
    }

    @Test
    void aTakenPortIsNamedInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                ServerProcess server =
                        ServerProcess.launched(List.of(), List.of("--port", String.valueOf(taken.getLocalPort())))) {
            assertThat(server.awaitExit()).isNotZero();
            assertThat(server.stdout()).isEmpty();
            assertThat(server.stderr())
                    .singleElement()
                    .asString()
                    .contains(String.valueOf(taken.getLocalPort()))
                    .doesNotContain("Exception");
        }
    }

    @Test
    void anUnknownOptionIsNamed() throws Exception {
        expectRefusal("--prot", "--prot", "8080");
    }

    @Test
    void aPortThatIsNoPortIsNamed() throws Exception {
        expectRefusal("65536", "--port", "65536");
    }

    @Test
    void aDirectoryOfPagesThatIsNotThereIsNamed() throws Exception {
        expectRefusal("/no/such/directory", "--port", "0", "--pages", "/no/such/directory");
    }

    private static void expectRefusal(String named, String... arguments) throws Exception {
        try (ServerProcess server = ServerProcess.launched(List.of(), List.of(arguments))) {
            assertThat(server.awaitExit()).as(server.output()).isNotZero();
            assertThat(server.stdout()).isEmpty();
            assertThat(server.stderr()).first().asString().contains(named);
            assertThat(server.output()).doesNotContain("Exception").doesNotContain("\tat ");
        }
    }

    private static WebSocketConnection connectedSocket(ServerProcess server) throws IOException {
        WebSocketConnection socket = new WebSocketConnection(server.port(), "/windsock");
        socket.send("{\"id\":1,\"connect\":{\"channels\":{\"lifecycle\":null}}}");
        assertThat(Template.parse(socket.readLine()).has("connect")).isTrue();
        return socket;
    }

    private static InputStream openStream(HttpConnection stream) throws IOException {
        stream.send("POST /windsock HTTP/1.1", List.of("Content-Type: application/x-ndjson"), SSE_CONNECT);
        InputStream events = stream.body(stream.readHead());
        assertThat(HttpConnection.readEvent(events)).first().isEqualTo("event: connect");
        return events;
    }

    /**
     * Sends a poll and returns when the server has taken it up.
     *
     * <p>Nothing tells that a poll is held; but each of these requests is answered by an I/O thread, one after the other,
     * and no thread can answer two of them and leave lying what came before.
     */
    private static void hold(HttpConnection poll, ServerProcess server) throws IOException {
        JsonNode position = positionOf(server);
        poll.send(
                "POST /windsock HTTP/1.1",
                List.of("Content-Type: application/x-ndjson"),
                "{\"id\":1,\"connect\":{\"channels\":{\"lifecycle\":" + position + "},\"wait\":30000}}");
        for (int i = 0; i < 32; i++) {
            positionOf(server);
        }
    }

    private static JsonNode positionOf(ServerProcess server) throws IOException {
        try (HttpConnection connection = new HttpConnection(server.port())) {
            connection.send(
                    "POST /windsock HTTP/1.1", List.of(), "{\"id\":1,\"connect\":{\"channels\":{\"lifecycle\":null}}}");
            String body = connection.readBody(connection.readHead());
            return Template.parse(body).at("/connect/channels/lifecycle");
        }
    }

    private static String closeOf(JsonNode frame) {
        JsonNode close = frame.path("close");
        return close.path("code").asText() + ", reconnect "
                + close.path("reconnect").asText();
    }

    private static byte[] closePayload(int code) {
        return ByteBuffer.allocate(2).putShort((short) code).array();
    }

    private static void assertPortIsFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        }
    }
}
