package dev.windsock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windsock.testing.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the program shows of itself after traffic that is known. */
@Timeout(180)
final class MetricsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte[] NORMAL_CLOSURE = {3, (byte) 0xe8};

    private static String answer(ServerProcess server, String requestLine, List<String> fields, String body)
            throws IOException {
        try (HttpConnection http = new HttpConnection(server.port())) {
            http.send(requestLine + " HTTP/1.1", fields, body);
            HttpConnection.Head head = http.readHead();
            return head.statusLine() + '\n' + http.readBody(head);
        }
    }

    private static Samples samples(ServerProcess server) throws IOException {
        String answer = answer(server, "GET /metrics", List.of(), "");
        assertThat(answer).startsWith("HTTP/1.1 200 OK\n");
        return Samples.parse(answer.substring(answer.indexOf('\n') + 1));
    }

    private static double value(ServerProcess server, String sample) throws IOException {
        return samples(server).value(sample);
    }

    private static void awaitValue(ServerProcess server, String sample, double value) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(value(server, sample)).as(sample).isEqualTo(value));
    }

    private static void publish(ServerProcess server, String channel) throws IOException {
        assertThat(answer(server, "POST /api/v1/channels/" + channel + "/messages", List.of(), "1"))
                .startsWith("HTTP/1.1 201");
    }

    private static String poll(ServerProcess server, String lines) throws IOException {
        return answer(server, "POST /windsock", List.of(), lines);
    }

    @Test
    void aWebSocketIsCountedFromItsBeginningToItsEnd() throws Exception {
        try (ServerProcess server = ServerProcess.windsock()) {
            try (WebSocketConnection socket = new WebSocketConnection(server.port(), "/windsock")) {
                socket.send("{\"id\":1,\"connect\":{\"channels\":{\"a\":null,\"not a name\":null}}}");
                socket.readLine();
                socket.send("{\"id\":2,\"publish\":{\"channel\":\"a\",\"data\":1}}");
                socket.readLines(2);
                publish(server, "a");
                socket.readLine();
                socket.send("{\"id\":3,\"dance\":{}}");
                socket.readLine();

                Samples during = samples(server);
                assertThat(during.value("windsock_connections{transport=\"websocket\"}"))
                        .isEqualTo(1);
                assertThat(during.value("windsock_subscriptions")).isEqualTo(1);
                assertThat(during.value("windsock_channels")).isEqualTo(1);
                assertThat(during.value("windsock_publications_total{source=\"websocket\"}"))
                        .isEqualTo(1);
                assertThat(during.value("windsock_publications_total{source=\"rest\"}"))
                        .isEqualTo(1);
                assertThat(during.value("windsock_deliveries_total")).isEqualTo(2);
                assertThat(during.value("windsock_sent_bytes_total")).isGreaterThan(200);
                assertThat(during.value("windsock_refused_total{code=\"bad-channel\"}"))
                        .isEqualTo(1);
                assertThat(during.value("windsock_refused_total{code=\"bad-command\"}"))
                        .isEqualTo(1);

                socket.send(WebSocketConnection.CLOSE, NORMAL_CLOSURE);
            }

            awaitValue(server, "windsock_connections{transport=\"websocket\"}", 0);
            assertThat(value(server, "windsock_connections_closed_total{reason=\"left\",transport=\"websocket\"}"))
                    .isEqualTo(1);
            assertThat(value(server, "windsock_subscriptions")).isZero();
        }
    }

    @Test
    void whatEndsAWebSocketIsToldApart() throws Exception {
        try (ServerProcess server = ServerProcess.windsock()) {
            new WebSocketConnection(server.port(), "/windsock").close();
            try (WebSocketConnection socket = new WebSocketConnection(server.port(), "/windsock")) {
                socket.send("{\"id\":1,\"connect\":{}}\n{\"id\":2,\"disconnect\":{}}");
                socket.readLines(2);
            }
            try (WebSocketConnection socket = new WebSocketConnection(server.port(), "/windsock")) {
                socket.send("{\"id\":1,\"ping\":{}}");
                socket.readLines(2);
            }
            try (WebSocketConnection socket = new WebSocketConnection(server.port(), "/windsock")) {
                socket.send("{\"id\":1,\"connect\":{}}");
                socket.readLine();
                socket.send(3, new byte[0]);
                socket.readFrame();
            }
            try (WebSocketConnection socket = new WebSocketConnection(server.port(), "/windsock")) {
                socket.send("{\"id\":1,\"connect\":{}}");
                socket.readLine();
            }

            for (String reason : List.of("never-connected", "disconnected", "not-connected", "protocol-error", "cut")) {
                awaitValue(
                        server,
                        "windsock_connections_closed_total{reason=\"" + reason + "\",transport=\"websocket\"}",
                        1);
            }
        }
    }

    @Test
    void aStreamIsCountedWithWhatComesUpForIt() throws Exception {
        try (ServerProcess server = ServerProcess.windsock()) {
            try (HttpConnection stream = new HttpConnection(server.port())) {
                stream.send(
                        "POST /windsock HTTP/1.1",
                        List.of(),
                        "{\"id\":1,\"connect\":{\"transport\":\"sse\",\"channels\":{\"a\":null}}}");
                InputStream events = stream.body(stream.readHead());
                String connect = HttpConnection.readEvent(events).getLast();
                String session = Template.parse(connect.substring("data: ".length()))
                        .at("/connect/session")
                        .asText();
                poll(
                        server,
                        "{\"attach\":{\"session\":\"" + session
                                + "\"}}\n{\"id\":2,\"publish\":{\"channel\":\"a\",\"data\":1}}");
                HttpConnection.readEvent(events);
                HttpConnection.readEvent(events);

                Samples during = samples(server);
                assertThat(during.value("windsock_connections{transport=\"sse\"}"))
                        .isEqualTo(1);
                assertThat(during.value("windsock_publications_total{source=\"sse\"}"))
                        .isEqualTo(1);
                assertThat(during.value("windsock_deliveries_total")).isEqualTo(1);
            }
            awaitValue(server, "windsock_connections{transport=\"sse\"}", 0);
            assertThat(value(server, "windsock_connections_closed_total{reason=\"cut\",transport=\"sse\"}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void pollsAreCountedOneByOne() throws Exception {
        try (ServerProcess server = ServerProcess.windsock()) {
            poll(
                    server,
                    "{\"id\":1,\"connect\":{\"channels\":{\"a\":null}}}\n{\"id\":2,\"publish\":{\"channel\":\"a\",\"data\":1}}");
            poll(server, "{\"id\":1,\"connect\":{\"channels\":{\"a\":{\"epoch\":\"elsewhere\",\"offset\":9}}}}");

            Samples after = samples(server);
            assertThat(after.value("windsock_connections_opened_total{transport=\"polling\"}"))
                    .isEqualTo(2);
            assertThat(after.value("windsock_connections_closed_total{reason=\"answered\",transport=\"polling\"}"))
                    .isEqualTo(2);
            assertThat(after.value("windsock_publications_total{source=\"polling\"}"))
                    .isEqualTo(1);
            assertThat(after.value("windsock_deliveries_total")).isEqualTo(2);
            assertThat(after.value("windsock_gaps_total")).isEqualTo(1);
            assertThat(after.value("windsock_recoveries_total{result=\"gap\"}")).isZero();
        }
    }

    @Test
    void whoComesBackIsCounted() throws Exception {
        try (ServerProcess server = ServerProcess.windsock();
                WebSocketConnection socket = new WebSocketConnection(server.port(), "/windsock")) {
            publish(server, "a");
            socket.send("{\"id\":1,\"connect\":{\"channels\":{\"a\":{\"epoch\":\"elsewhere\",\"offset\":9}}}}");
            String epoch = Template.parse(socket.readLine())
                    .at("/connect/channels/a/epoch")
                    .asText();
            socket.readLines(2);
            socket.send("{\"id\":2,\"unsubscribe\":{\"channel\":\"a\"}}");
            socket.readLine();
            socket.send("{\"id\":3,\"subscribe\":{\"channel\":\"a\",\"since\":{\"epoch\":\"" + epoch
                    + "\",\"offset\":0}}}");
            socket.readLines(2);

            Samples after = samples(server);
            assertThat(after.value("windsock_recoveries_total{result=\"gap\"}")).isEqualTo(1);
            assertThat(after.value("windsock_recoveries_total{result=\"complete\"}"))
                    .isEqualTo(1);
            assertThat(after.value("windsock_gaps_total")).isEqualTo(1);
            assertThat(after.value("windsock_deliveries_total")).isEqualTo(2);
        }
    }

    @Test
    void whatClientsTellIsCountedOverEachTransportAndNothingOfItIsBelievedToBeALabel() throws Exception {
        try (ServerProcess server = ServerProcess.windsock();
                WebSocketConnection socket = new WebSocketConnection(server.port(), "/windsock")) {
            socket.send(
                    "{\"id\":1,\"connect\":{\"report\":\"carried:websocket:connect:60 failed:websocket:connect:timeout:5000\"}}");
            socket.readLine();
            socket.send("{\"pong\":{\"report\":\"carried:websocket:better:120 blocked:sse:no\\\"such}label\"}}");
            socket.send("{\"id\":2,\"ping\":{}}");
            socket.readLine();
            poll(
                    server,
                    "{\"id\":1,\"connect\":{\"client\":\"c\",\"report\":\"failed:websocket:connect:silent-open:5000\"}}");
            poll(server, "{\"id\":1,\"connect\":{\"client\":\"c\",\"report\":{\"not\":\"a report\"}}}");

            Samples after = samples(server);
            assertThat(after.value(
                            "windsock_client_fallbacks_total{cause=\"silent-open\",from=\"websocket\",to=\"polling\"}"))
                    .isEqualTo(1);
            assertThat(after.value("windsock_client_upgrades_total{transport=\"websocket\"}"))
                    .isEqualTo(1);
            assertThat(after.value("windsock_client_blocked_total{cause=\"other\",transport=\"sse\"}"))
                    .isEqualTo(1);
            assertThat(after.value("windsock_client_silent_opens_total")).isEqualTo(1);
            assertThat(after.all().keySet()).noneMatch(sample -> sample.contains("such"));
        }
    }

    @Test
    void aServerWithADiskShowsIt(@TempDir Path dir) throws Exception {
        try (ServerProcess server = ServerProcess.windsock("--data", dir.toString())) {
            publish(server, "a");

            assertThat(value(server, "windsock_disk_entries_total")).isEqualTo(1);
        }
    }

    @Test
    void onlyWhoMayReadsThem() throws Exception {
        try (ServerProcess server = ServerProcess.windsock()) {
            assertThat(answer(server, "GET /metrics", List.of("X-Forwarded-For: 127.0.0.1"), ""))
                    .startsWith("HTTP/1.1 403")
                    .contains("/problems/forbidden");
            assertThat(answer(server, "POST /metrics", List.of(), "1")).startsWith("HTTP/1.1 405");
        }
        try (ServerProcess server = ServerProcess.windsock("--metrics", "off")) {
            assertThat(answer(server, "GET /metrics", List.of(), ""))
                    .startsWith("HTTP/1.1 404")
                    .contains("/problems/not-found");
        }
        try (ServerProcess server = ServerProcess.windsock("--metrics", "10.0.0.0/8", "--trusted-proxy", "127.0.0.1")) {
            assertThat(answer(server, "GET /metrics", List.of("X-Forwarded-For: 10.1.2.3"), ""))
                    .startsWith("HTTP/1.1 200");
            assertThat(answer(server, "GET /metrics", List.of("X-Forwarded-For: 10.1.2.3, 203.0.113.9"), ""))
                    .startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void reportsAreInTheLogOnlyWhereItIsAskedForInDetail(@TempDir Path dir) throws Exception {
        String report =
                "{\"id\":1,\"connect\":{\"client\":\"c\",\"report\":\"failed:websocket:connect:refused:5000 secret-token\"}}";
        try (ServerProcess server = ServerProcess.windsock()) {
            poll(server, report);
            assertThat(server.output()).doesNotContain("REFUSED").doesNotContain("secret-token");
        }
        Path detail = dir.resolve("logging.properties");
        Files.writeString(detail, """
                        handlers=java.util.logging.ConsoleHandler
                        java.util.logging.ConsoleHandler.level=ALL
                        dev.windsock.connection.level=FINE
                        """);
        try (ServerProcess server = ServerProcess.windsock(List.of("-Djava.util.logging.config.file=" + detail))) {
            poll(server, report);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(server.output()).contains("REFUSED"));
            assertThat(server.output()).doesNotContain("secret-token");
        }
    }

    @Test
    void aTransportIsOfferedWhereTheFileSaysSo(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("windsock.toml"), """
                [namespaces.game]
                transports = ["websocket"]

                [[networks]]
                cidr = "127.0.1.0/24"
                transports = ["sse", "polling"]
                """);
        try (ServerProcess server = ServerProcess.windsock("--config", file.toString());
                WebSocketConnection socket = new WebSocketConnection(server.port(), "/windsock")) {
            socket.send("{\"id\":1,\"connect\":{\"channels\":{\"game:1\":null}}}");
            assertThat(socket.readLine()).contains("\"game:1\":{\"epoch\"").doesNotContain("\"transports\"");
            assertThat(poll(server, "{\"id\":1,\"connect\":{\"channels\":{\"game:1\":null,\"a\":null}}}"))
                    .contains("\"game:1\":{\"error\":{\"code\":\"transport-not-offered\"")
                    .contains("\"a\":{\"epoch\"");

            InetAddress restricted = InetAddress.getByName("127.0.1.5");
            try (HttpConnection http = new HttpConnection(server.port(), restricted)) {
                http.send(
                        "GET /windsock HTTP/1.1",
                        List.of(
                                "Upgrade: websocket",
                                "Connection: Upgrade",
                                "Sec-WebSocket-Version: 13",
                                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="),
                        "");
                assertThat(http.readBody(http.readHead())).contains("/problems/transport-not-offered");
                http.send("POST /windsock HTTP/1.1", List.of(), "{\"id\":1,\"connect\":{}}");
                assertThat(http.readBody(http.readHead())).contains("\"transports\":[\"sse\",\"polling\"]");
            }
            assertThat(value(server, "windsock_refused_total{code=\"transport-not-offered\"}"))
                    .isEqualTo(2);
        }
    }
}
