package dev.windsock.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What concerns a whole request is answered with a problem document. */
@Timeout(60)
class ProblemsTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(Duration.ofSeconds(25));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        server.close();
    }

    private static void assertProblem(HttpRequest request, int status, String code) throws Exception {
        HttpResponse<String> response = server.send(request);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store, no-transform");
        assertThat(response.body())
                .startsWith("{\"type\":\"https://windsock.dev/problems/" + code + "\",\"title\":\"")
                .contains("\"status\":" + status + ",\"detail\":\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "400 # bad-json # ``",
                "400 # bad-json # {'id':1,",
                "400 # bad-json # []",
                "400 # bad-command # {'id':1,'dance':{}}",
                "400 # bad-command # {'id':1,'connect':{'client':'no id'}}",
                "400 # bad-command # {'id':1,'connect':{'transport':'pigeon'}}",
                "400 # bad-command # {'id':1,'connect':{'transport':'websocket'}}",
                "400 # bad-command # {'id':1,'connect':{'wait':-1}}",
                "400 # bad-command # {'id':1,'connect':{'wait':30001}}",
                "400 # bad-position # {'id':1,'connect':{'channels':{'a':{'epoch':'e','offset':-1}}}}",
                "400 # not-connected # {'id':1,'ping':{}}",
                "400 # not-connected # {'id':1,'publish':{'channel':'a','data':1}}",
                "404 # unknown-session # {'attach':{'session':'not-a-session'}}"
            })
    void aPostThatCannotBe(int status, String code, String body) throws Exception {
        assertProblem(server.post("/windsock", body), status, code);
    }

    @ParameterizedTest
    @CsvSource({
        "bad-request, /windsock",
        "bad-request, /windsock?channel=a&channel=b",
        "bad-channel, /windsock?channel=",
        "bad-channel, /windsock?channel=no%20name",
        "bad-channel, /atmosphere/",
        "bad-channel, /atmosphere/no%20name",
        "bad-channel, /atmosphere/a/b",
        "bad-command, /atmosphere/a?X-Atmosphere-tracking-id=no%20id"
    })
    void aGetThatCannotBe(String code, String path) throws Exception {
        assertProblem(server.request(path).GET().build(), 400, code);
    }

    @Test
    void aLastEventIdThatIsNoPosition() throws Exception {
        assertProblem(
                server.request("/windsock?channel=a")
                        .header("Last-Event-ID", "nowhere")
                        .GET()
                        .build(),
                400,
                "bad-position");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/windsock", "/atmosphere/a"})
    void anotherMethod(String path) throws Exception {
        HttpRequest delete = server.request(path).DELETE().build();
        assertProblem(delete, 405, "method-not-allowed");
        assertThat(server.send(delete).headers().firstValue("Allow")).hasValue("GET, POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/windsock", "/atmosphere/a"})
    void bytesThatAreNotUtf8(String path) throws Exception {
        byte[] latin1 = "{\"id\":1,\"connect\":{\"client\":\"\u00e9\"}}".getBytes(StandardCharsets.ISO_8859_1);
        assertProblem(
                server.request(path).POST(BodyPublishers.ofByteArray(latin1)).build(), 400, "bad-json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/windsock", "/atmosphere/a"})
    void aBodyThatIsTooLarge(String path) throws Exception {
        byte[] large = new byte[TestServer.MAX_BODY + 1];
        assertProblem(
                server.request(path).POST(BodyPublishers.ofByteArray(large)).build(), 413, "too-large");
    }

    @ParameterizedTest
    @CsvSource({
        "Connection: Upgrade, Sec-WebSocket-Key: short, Sec-WebSocket-Version: 13",
        "Connection: keep-alive, Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, Sec-WebSocket-Version: 13",
        "Connection: Upgrade, Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, Sec-WebSocket-Version: 8",
        "Connection: Upgrade, X-None: none, Sec-WebSocket-Version: 13"
    })
    void aHandshakeThatIsNone(String first, String second, String third) throws Exception {
        String request = String.join(
                "\r\n",
                "GET /windsock HTTP/1.1",
                "Host: localhost",
                "Upgrade: websocket",
                first,
                second,
                third,
                "",
                "GET /none HTTP/1.1",
                "Host: localhost",
                "Connection: close",
                "",
                "");
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answers)
                    .startsWith("HTTP/1.1 400 ")
                    .contains("Sec-WebSocket-Version: 13\r\n")
                    .contains("https://windsock.dev/problems/bad-request")
                    .as("the connection goes on")
                    .contains("HTTP/1.1 404 ");
        }
    }
}
