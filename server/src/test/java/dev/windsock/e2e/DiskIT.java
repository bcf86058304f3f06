package dev.windsock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server with {@code --data} says when something is wrong with its directory or its disk. */
final class DiskIT {

    @TempDir
    private Path directory;

    @Test
    void aDamagedDirectoryIsToldInOneLineAndNotServed() throws Exception {
        fill();
        Files.write(directory.resolve("windsock.synced"), new byte[12]);
        expectRefusal("is damaged", "windsock.synced", "backup");
    }

    @Test
    void aDirectoryInUseIsToldInOneLine() throws Exception {
        try (ServerProcess first = windsock(directory)) {
            expectRefusal("in use by another server, process " + first.pid(), "--data");
        }
    }

    @Test
    void aRestartedServerGoesOnWithItsLogs() throws Exception {
        fill();
        try (ServerProcess server = windsock(directory)) {
            assertThat(offsets(server)).containsExactly(1L, 2L, 3L);
            assertThat(publish(server, "\"again\"").status()).isEqualTo(201);
            assertThat(offsets(server)).containsExactly(1L, 2L, 3L, 4L);
            assertThat(server.stderr()).isEmpty();
        }
    }

    @Test
    void aFullDiskRefusesPublishesAndReadingGoesOn() throws Exception {
        assumeTrue(mount(directory), "a small file system can be mounted");
        try (ServerProcess server = windsock(directory)) {
            String message = '"' + "x".repeat(50_000) + '"';
            HttpConnection.Head answer = publish(server, message);
            int kept = 0;
            while (answer.status() == 201) {
                kept++;
                answer = publish(server, message);
            }
            assertThat(answer.status()).isEqualTo(507);
            assertThat(kept).isGreaterThan(20);
            assertThat(offsets(server)).hasSize(kept);

            run("mount", "-o", "remount,size=64m", directory.toString());
            assertThat(publish(server, message).status()).isEqualTo(201);
            assertThat(offsets(server)).hasSize(kept + 1);
            assertThat(server.stderr())
                    .anyMatch(line -> line.contains("failed"))
                    .anyMatch(line -> line.contains("works again"));
        } finally {
            run("umount", "-l", directory.toString());
        }
    }

    private static boolean mount(Path directory) throws Exception {
        return run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", directory.toString()) == 0;
    }

    private static int run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException notThere) {
            return -1;
        }
    }

    private void fill() throws Exception {
        try (ServerProcess server = windsock(directory)) {
            for (int i = 0; i < 3; i++) {
                assertThat(publish(server, "\"message " + i + '"').status()).isEqualTo(201);
            }
        }
    }

    private static ServerProcess windsock(Path data) throws IOException {
        return ServerProcess.windsock("--data", data.toString(), "--log-size", "64m");
    }

    private void expectRefusal(String... parts) throws Exception {
        try (ServerProcess server =
                ServerProcess.launched(List.of(), List.of("--port", "0", "--data", directory.toString()))) {
            assertThat(server.awaitExit()).as(server.output()).isEqualTo(1);
            assertThat(server.stdout()).isEmpty();
            assertThat(server.stderr())
                    .singleElement()
                    .asString()
                    .contains(parts)
                    .doesNotContain("Exception");
        }
    }

    private static HttpConnection.Head publish(ServerProcess server, String message) throws IOException {
        try (HttpConnection http = new HttpConnection(server.port())) {
            http.send(
                    "POST /api/v1/channels/disk/messages HTTP/1.1", List.of("Content-Type: application/json"), message);
            HttpConnection.Head head = http.readHead();
            http.readBody(head);
            return head;
        }
    }

    private static List<Long> offsets(ServerProcess server) throws IOException {
        List<Long> offsets = new ArrayList<>();
        String since = "";
        boolean more = true;
        while (more) {
            try (HttpConnection http = new HttpConnection(server.port())) {
                http.send("GET /api/v1/channels/disk/messages?limit=1000" + since + " HTTP/1.1", List.of(), "");
                JsonNode page = Template.parse(http.readBody(http.readHead()));
                for (JsonNode one : page.path("publications")) {
                    offsets.add(one.path("offset").asLong());
                    since = "&since=" + one.path("epoch").asText() + ':'
                            + one.path("offset").asText();
                }
                more = page.path("more").asBoolean();
            }
        }
        return offsets;
    }
}
