package dev.windsock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is there, as another client is told it. That time passes is seen by what happens to a client that is gone. */
final class PresenceIT {
    private static final String LEASE = "6s";
    private static final String LONG_LEASE = "1h";
    private static final String CHANNEL = "chat:hall";

    private static void eventually(Callable<Boolean> condition) {
        await().atMost(Duration.ofMinutes(2)).until(condition);
    }

    private static ServerProcess server(String lease, String... options) throws IOException {
        List<String> all =
                new ArrayList<>(List.of("--config", "../samples/chat/windsock.toml", "--ping", "1s", "--lease", lease));
        all.addAll(List.of(options));
        return ServerProcess.windsock(all.toArray(String[]::new));
    }

    private static PresentClient client(ServerProcess server, String id) throws IOException {
        return new PresentClient(server.port(), id, CHANNEL, "null");
    }

    @Test
    void whoIsKilledOrCutLeavesOnceWhenTheLeaseEnds() throws Exception {
        try (ServerProcess server = server(LEASE);
                PresentClient watcher = client(server, "watcher")) {
            ServerProcess killed = ServerProcess.ofMain(
                    PresentClient.class.getName(), String.valueOf(server.port()), "killed", CHANNEL);
            eventually(() -> watcher.changes().contains("join killed"));
            killed.close();
            client(server, "cut").cut();
            eventually(() -> watcher.changes().contains("leave killed")
                    && watcher.changes().contains("leave cut"));
            // One more lease, and nothing of them comes again.
            client(server, "later").cut();
            eventually(() -> watcher.changes().contains("leave later"));
            assertThat(watcher.changes())
                    .containsExactlyInAnyOrder(
                            "join watcher",
                            "join killed",
                            "join cut",
                            "leave killed",
                            "leave cut",
                            "join later",
                            "leave later");
        }
    }

    @Test
    void whoDisconnectsLeavesAtOnce() throws Exception {
        try (ServerProcess server = server(LONG_LEASE);
                PresentClient watcher = client(server, "watcher");
                PresentClient leaver = client(server, "leaver")) {
            leaver.send("{\"id\":2,\"disconnect\":{}}");
            eventually(() -> watcher.changes().contains("leave leaver"));
            assertThat(leaver.lines()).contains("{\"id\":2,\"disconnect\":{}}");
        }
    }

    /** WebSocket, then a stream, then a poll, then a WebSocket again: each before the one before is cut, or after. */
    @Test
    void whoChangesItsTransportOrComesBackInTimeNeitherLeavesNorJoins() throws Exception {
        try (ServerProcess server = server(LEASE);
                PresentClient watcher = client(server, "watcher")) {
            PresentClient first = client(server, "mover");
            try (HttpConnection stream = post(server, connect("mover", "sse", 0))) {
                HttpConnection.readEvent(stream.body(stream.readHead()));
                first.cut();
                try (HttpConnection poll = post(server, connect("mover", "polling", 0))) {
                    poll.readBody(poll.readHead());
                    stream.abort();
                }
            }
            try (PresentClient last = client(server, "mover")) {
                client(server, "witness").cut();
                eventually(() -> watcher.changes().contains("leave witness"));
                assertThat(last.lines()).doesNotContain("gone");
            }
            assertThat(watcher.changes())
                    .containsExactly("join watcher", "join mover", "join witness", "leave witness");
        }
    }

    @Test
    void aStreamWhoseClientIsNotHeardEndsAndOneWhoseClientIsStays() throws Exception {
        try (ServerProcess server = server(LEASE);
                HttpConnection heard = post(server, connect("heard", "sse", 0));
                HttpConnection silent = post(server, connect("silent", "sse", 0))) {
            InputStream heardEvents = heard.body(heard.readHead());
            String session = data(HttpConnection.readEvent(heardEvents))
                    .at("/connect/session")
                    .asText();
            CompletableFuture<JsonNode> end = CompletableFuture.supplyAsync(() -> closeOf(silent));
            while (!end.isDone()) {
                String line = HttpConnection.readLine(heardEvents);
                assertThat(line).isNotEqualTo("event: close");
                if (line.startsWith(":")) {
                    pong(server, session);
                }
            }
            assertThat(end.join().at("/close/code").asText()).isEqualTo("no-pong");
            publish(server);
            assertThat(nextPublication(heardEvents)).contains("\"still here\"");
        }
    }

    private static JsonNode closeOf(HttpConnection stream) {
        try {
            InputStream events = stream.body(stream.readHead());
            List<String> event = HttpConnection.readEvent(events);
            while (!event.contains("event: close")) {
                event = HttpConnection.readEvent(events);
            }
            return data(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String nextPublication(InputStream events) throws IOException {
        List<String> event = HttpConnection.readEvent(events);
        while (event.getFirst().startsWith("event:")) {
            assertThat(event).as("the stream goes on").doesNotContain("event: close");
            event = HttpConnection.readEvent(events);
        }
        return event.toString();
    }

    private static void pong(ServerProcess server, String session) throws IOException {
        try (HttpConnection up = post(server, "{\"attach\":{\"session\":\"" + session + "\"}}\n{\"pong\":{}}")) {
            assertThat(up.readHead().status()).isEqualTo(202);
        }
    }

    @Test
    void afterARestartWhoComesBackIsStillThereAndTheOthersLeaveOnce(@TempDir Path data) throws Exception {
        String before;
        try (ServerProcess server = server(LEASE, "--data", data.toString());
                PresentClient watcher = client(server, "watcher");
                PresentClient comesBack = client(server, "comes-back");
                PresentClient staysAway = client(server, "stays-away")) {
            eventually(() -> watcher.changes().contains("join stays-away"));
            eventually(() -> comesBack.lines().size() > 1 && staysAway.lines().size() > 1);
            before = Template.parse(watcher.lines().getFirst())
                    .at("/connect/channels/" + CHANNEL)
                    .toString();
        }
        try (ServerProcess server = server(LEASE, "--data", data.toString());
                PresentClient watcher = new PresentClient(server.port(), "watcher", CHANNEL, before);
                PresentClient comesBack = client(server, "comes-back")) {
            eventually(() -> watcher.changes().contains("leave stays-away"));
            client(server, "witness").cut();
            eventually(() -> watcher.changes().contains("leave witness"));
            assertThat(watcher.changes())
                    .containsExactly(
                            "join watcher",
                            "join comes-back",
                            "join stays-away",
                            "leave stays-away",
                            "join witness",
                            "leave witness");
            comesBack.send("{\"id\":5,\"presence\":{\"channel\":\"" + CHANNEL + "\"}}");
            eventually(() -> comesBack.lines().stream().anyMatch(line -> line.contains("\"count\":2")));
        }
    }

    private static String connect(String client, String transport, int wait) {
        return "{\"id\":1,\"connect\":{\"client\":\"" + client + "\",\"user\":\"" + client + "\",\"transport\":\""
                + transport + "\",\"wait\":" + wait + ",\"channels\":{\"" + CHANNEL + "\":null}}}";
    }

    private static HttpConnection post(ServerProcess server, String body) throws IOException {
        HttpConnection http = new HttpConnection(server.port());
        http.send("POST /windsock HTTP/1.1", List.of("Content-Type: application/x-ndjson"), body);
        return http;
    }

    private static void publish(ServerProcess server) throws IOException {
        try (HttpConnection http = new HttpConnection(server.port())) {
            http.send(
                    "POST /api/v1/channels/" + CHANNEL + "/messages HTTP/1.1",
                    List.of("Content-Type: text/plain"),
                    "still here");
            assertThat(http.readHead().status()).isEqualTo(201);
        }
    }

    private static JsonNode data(List<String> event) {
        return Template.parse(event.getLast().substring("data: ".length()));
    }
}
