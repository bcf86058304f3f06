package dev.windsock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every example of PROTOCOL.md, run against the server: where the two differ, one of them is wrong. */
final class ProtocolExamplesIT {

    private static final Path DOCUMENT = Path.of("..", "PROTOCOL.md");

    private static ServerProcess server;

    @BeforeAll
    static void start() throws IOException {
        // Channels of the namespace `chat` have presence, those of `game` are offered over WebSocket only.
        server = ServerProcess.windsock("--config", "src/test/resources/e2e/protocol.toml");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theDocumentHasItsExamples() throws IOException {
        List<ProtocolExample> examples = ProtocolExample.of(DOCUMENT);

        assertThat(examples.stream().filter(example -> example.kind() == ProtocolExample.Kind.HTTP))
                .as("HTTP examples")
                .hasSizeGreaterThanOrEqualTo(9)
                .allSatisfy(example ->
                        assertThat(example.blocks()).as(example.toString()).hasSize(2));
        assertThat(examples.stream().filter(example -> example.kind() == ProtocolExample.Kind.WEBSOCKET))
                .as("WebSocket examples")
                .hasSizeGreaterThanOrEqualTo(4);
    }

    @TestFactory
    Stream<DynamicTest> examples() throws IOException {
        return ProtocolExample.of(DOCUMENT).stream()
                .map(example -> DynamicTest.dynamicTest(example.toString(), () -> run(example)));
    }

    private static void run(ProtocolExample example) throws IOException {
        switch (example.kind()) {
            case WEBSOCKET -> converse(example.blocks().get(0));
            case HTTP -> exchange(example.blocks().get(0), example.blocks().get(1));
        }
    }

    /** Ends an example in which the server closes the WebSocket; the code follows. */
    private static final String CLOSE = "< close ";

    private static void converse(List<String> block) throws IOException {
        try (WebSocketConnection socket = new WebSocketConnection(server.port(), "/windsock")) {
            Map<String, JsonNode> bindings = new HashMap<>();
            List<Template> expected = new ArrayList<>();
            for (String line : block) {
                if (line.startsWith(CLOSE)) {
                    expectFrames(expected, socket.readLines(expected.size()), bindings);
                    assertThat(socket.readFrame().closeCode())
                            .isEqualTo(Integer.parseInt(line.substring(CLOSE.length())));
                    return;
                }
                if (line.startsWith("> ")) {
                    bindings = expectFrames(expected, socket.readLines(expected.size()), bindings);
                    expected.clear();
                    socket.send(withBindings(line.substring(2), bindings));
                } else {
                    expected.add(Template.of(line.substring(2)));
                }
            }
            expectFrames(expected, socket.readLines(expected.size()), bindings);
            expectNothingMore(socket);
        }
    }

    /** The reply to a ping is the next thing that comes: so nothing came before it. */
    private static void expectNothingMore(WebSocketConnection socket) throws IOException {
        socket.send("{\"id\":987654321,\"ping\":{}}");
        assertThat(Template.parse(socket.readLine())).isEqualTo(Template.parse("{\"id\":987654321,\"ping\":{}}"));
    }

    /** In the order as written; but a publication and the reply to its publish may come in either. */
    private static Map<String, JsonNode> expectFrames(
            List<Template> expected, List<String> lines, Map<String, JsonNode> bindings) {
        List<String> left = new ArrayList<>(lines);
        Map<String, JsonNode> bound = bindings;
        for (int i = 0; i < expected.size(); i++) {
            Optional<Map<String, JsonNode>> inOrder = expected.get(i).match(Template.parse(left.get(0)), bound);
            boolean mayBeNext = inOrder.isEmpty() && left.size() > 1 && isPublicationAndReply(left);
            int position = mayBeNext ? 1 : 0;
            Template template = expected.get(i);
            bound = (mayBeNext ? template.match(Template.parse(left.get(1)), bound) : inOrder)
                    .orElseGet(() -> fail("expected " + template + "\n     got " + left));
            left.remove(position);
        }
        assertThat(left).as("more than the example has").isEmpty();
        return bound;
    }

    private static boolean isPublicationAndReply(List<String> lines) {
        JsonNode first = Template.parse(lines.get(0));
        JsonNode second = Template.parse(lines.get(1));
        return first.has("publication") && second.has("publish") || first.has("publish") && second.has("publication");
    }

    private static void exchange(List<String> request, List<String> response) throws IOException {
        try (HttpConnection connection = new HttpConnection(server.port())) {
            int empty = request.indexOf("");
            List<String> fields = request.subList(1, empty < 0 ? request.size() : empty);
            String body = empty < 0 ? "" : String.join("\n", request.subList(empty + 1, request.size()));
            connection.send(request.get(0), fields, body);

            HttpConnection.Head head = connection.readHead();
            int headEnd = response.indexOf("");
            assertThat(head.statusLine()).isEqualTo(response.get(0));
            assertThat(head.fields()).containsAll(response.subList(1, headEnd));
            expectBody(response.subList(headEnd + 1, response.size()), connection, head);
        }
    }

    private static void expectBody(List<String> expected, HttpConnection connection, HttpConnection.Head head)
            throws IOException {
        String type = String.valueOf(head.field("Content-Type"));
        if (type.startsWith("text/event-stream")) {
            expectEvents(expected, connection.body(head));
        } else {
            List<Template> templates = expected.stream()
                    .filter(line -> !line.isEmpty())
                    .map(Template::of)
                    .toList();
            List<String> lines = connection.readBody(head).lines().toList();
            assertThat(lines).as(type).hasSameSizeAs(templates);
            expectInOrder(templates, lines);
        }
    }

    private static void expectInOrder(List<Template> templates, List<String> lines) {
        Map<String, JsonNode> bound = new HashMap<>();
        for (int i = 0; i < templates.size(); i++) {
            Template template = templates.get(i);
            String line = lines.get(i);
            bound = template.match(Template.parse(line), bound)
                    .orElseGet(() -> fail("expected " + template + "\n     got " + line));
        }
    }

    private static void expectEvents(List<String> expected, InputStream body) throws IOException {
        List<Template> templates = new ArrayList<>();
        List<String> data = new ArrayList<>();
        List<String> event = new ArrayList<>();
        for (String line : expected) {
            if (line.isEmpty()) {
                List<String> actual = HttpConnection.readEvent(body);
                assertThat(fieldsWithoutData(actual)).containsExactlyElementsOf(fieldsWithoutData(event));
                templates.add(Template.of(dataOf(event)));
                data.add(dataOf(actual));
                event.clear();
            } else {
                event.add(line);
            }
        }
        assertThat(templates).as("events of the example").isNotEmpty();
        expectInOrder(templates, data);
    }

    private static List<String> fieldsWithoutData(List<String> event) {
        return event.stream().filter(line -> !line.startsWith("data:")).toList();
    }

    private static String dataOf(List<String> event) {
        return String.join(
                "\n",
                event.stream()
                        .filter(line -> line.startsWith("data:"))
                        .map(line -> line.substring("data:".length()).strip())
                        .toList());
    }

    private static String withBindings(String line, Map<String, JsonNode> bindings) {
        String text = line;
        for (Map.Entry<String, JsonNode> binding : bindings.entrySet()) {
            text = text.replace(
                    "\"" + binding.getKey() + "\"", binding.getValue().toString());
        }
        return text;
    }
}
