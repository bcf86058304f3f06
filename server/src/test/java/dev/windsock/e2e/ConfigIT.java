package dev.windsock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the configuration file does to the program. */
final class ConfigIT {
    @TempDir
    private Path dir;

    private String file(String toml) throws IOException {
        return Files.writeString(dir.resolve("windsock.toml"), toml).toString();
    }

    @Test
    void aFaultOfTheFileIsToldInOneLineWithItsPlace() throws Exception {
        String file = file("[namespaces.chat]\njoins = true\npresence = \"yes\"\n");

        assertThat(refusal("--config", file))
                .isEqualTo("windsock: " + file + ":3: [namespaces.chat] `presence` must be true or false, not \"yes\"");
    }

    @Test
    void aFileThatIsNotTomlIsToldInOneLine() throws Exception {
        String file = file("[defaults]\nlog-count: 7\n");

        assertThat(refusal("--config", file)).startsWith("windsock: " + file + ":2: not TOML: ");
    }

    @Test
    void aFileThatIsNotThereIsNamed() throws Exception {
        assertThat(refusal("--config", "none.toml")).isEqualTo("windsock: none.toml: there is no such file");
    }

    private static String refusal(String... arguments) throws Exception {
        try (ServerProcess server = ServerProcess.launched(List.of(), List.of(arguments))) {
            assertThat(server.awaitExit()).as(server.output()).isEqualTo(2);
            assertThat(server.stdout()).isEmpty();
            assertThat(server.stderr()).as(server.output()).hasSize(1);
            return server.stderr().getFirst();
        }
    }

    @Test
    void theRulesOfANamespaceHoldForItsChannelsOnly() throws Exception {
        String file = file("[defaults]\nlog-count = 3\n[namespaces.price]\npublish = \"server\"\nlog-count = 2\n");
        try (ServerProcess server = ServerProcess.windsock("--config", file, "--log-count", "4")) {
            for (int i = 0; i < 6; i++) {
                publish(server, "price:a");
                publish(server, "other:a");
            }

            assertThat(info(server, "price:a").get("kept").asInt()).isEqualTo(2);
            assertThat(info(server, "other:a").get("kept").asInt()).isEqualTo(4);
            assertThat(publishAsClient(server, "price:a").at("/error/code").asText())
                    .isEqualTo("forbidden");
            assertThat(publishAsClient(server, "other:a").has("publish")).isTrue();
        }
    }

    private static void publish(ServerProcess server, String channel) throws IOException {
        assertThat(exchange(server, "POST /api/v1/channels/" + channel + "/messages", "1")
                        .has("offset"))
                .isTrue();
    }

    private static JsonNode info(ServerProcess server, String channel) throws IOException {
        return exchange(server, "GET /api/v1/channels/" + channel, "");
    }

    private static JsonNode publishAsClient(ServerProcess server, String channel) throws IOException {
        String commands =
                "{\"id\":1,\"connect\":{}}\n{\"id\":2,\"publish\":{\"channel\":\"" + channel + "\",\"data\":1}}";
        try (HttpConnection connection = new HttpConnection(server.port())) {
            connection.send("POST /windsock HTTP/1.1", List.of(), commands);
            List<String> lines =
                    connection.readBody(connection.readHead()).lines().toList();
            return Template.parse(lines.getLast());
        }
    }

    private static JsonNode exchange(ServerProcess server, String target, String body) throws IOException {
        try (HttpConnection connection = new HttpConnection(server.port())) {
            connection.send(target + " HTTP/1.1", List.of("Content-Type: application/json"), body);
            return Template.parse(connection.readBody(connection.readHead()));
        }
    }
}
