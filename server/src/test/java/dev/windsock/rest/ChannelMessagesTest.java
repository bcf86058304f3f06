package dev.windsock.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelMessagesTest {
    private static final String PATH = "/api/v1/channels/news/messages";
    private static final String JSON = "application/json";

    private static final String[] ALLOWED = {"GET", "POST", "DELETE", "OPTIONS"};

    private static RestServer server;

    @BeforeAll
    static void start() {
        server = new RestServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void forget() {
        server.engine.published.clear();
    }

    @Test
    void jsonIsPublishedAsItStands() throws Exception {
        HttpResponse<String> answer = server.post(PATH, JSON, "{\"text\": \"hello\"}");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(JSON);
        assertThat(answer.body())
                .matches("\\{\"channel\":\"news\",\"epoch\":\"[a-z0-9]+\",\"offset\":[0-9]+,\"subscribers\":0}");
        assertThat(server.engine.published).containsExactly("news {\"text\": \"hello\"}");
    }

    @Test
    void jsonOfManyLinesIsPublishedOnOne() throws Exception {
        assertThat(server.post(PATH, JSON, "{\n\"a\":\r\n1}").statusCode()).isEqualTo(201);

        assertThat(server.engine.published).containsExactly("news { \"a\":  1}");
    }

    static Stream<Arguments> typesAndMessages() {
        return Stream.of(
                Arguments.of("application/json", "\"x\"", "\"x\""),
                Arguments.of("Application/JSON; charset=UTF-8", "1", "1"),
                Arguments.of("application/vnd.example+json", "[null]", "[null]"),
                Arguments.of("text/plain", "{\"a\":1}", "\"{\\\"a\\\":1}\""),
                Arguments.of("text/plain;charset=utf-8", "grüße\n", "\"grüße\\n\""),
                Arguments.of("TEXT/markdown", "# hi", "\"# hi\""),
                Arguments.of("application/x-www-form-urlencoded", "hello & goodbye", "\"hello & goodbye\""),
                Arguments.of("application/x-www-form-urlencoded", "{\"a\":1}", "{\"a\":1}"),
                Arguments.of(null, "hello", "\"hello\""),
                Arguments.of(null, "[1]", "[1]"));
    }

    @ParameterizedTest
    @MethodSource("typesAndMessages")
    void theMediaTypeSaysWhatTheBodyIs(String type, String body, String message) throws Exception {
        assertThat(server.post(PATH, type, body).statusCode()).isEqualTo(201);

        assertThat(server.engine.published).containsExactly("news " + message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image/png",
                "application/octet-stream",
                "multipart/form-data; boundary=x",
                "application/*",
                "*/*",
                "text/plain; charset=iso-8859-1",
                "application/json; charset=utf-16"
            })
    void typesThatNoMessageCanHaveAreRefused(String type) throws Exception {
        assertProblem(server.post(PATH, type, "1"), 415, "unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "a/b/c", "/", ";"})
    void aTypeThatIsNoneIsRefused(String type) throws Exception {
        assertProblem(server.post(PATH, type, "1"), 400, "bad-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"text\":", "{'a':1}", "1 2", "nope", "{\"a\":1}}", " ", "\"a", "01", "NaN", "[1,]", "\"\t\""})
    void whatIsNotJsonIsRefusedAsSuch(String body) throws Exception {
        assertProblem(server.post(PATH, JSON, body), 400, "bad-json");
    }

    @Test
    void jsonNestedTooDeeplyIsRefused() throws Exception {
        assertProblem(server.post(PATH, JSON, "[".repeat(50_000) + "]".repeat(50_000)), 400, "bad-json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json", "application/x-www-form-urlencoded"})
    void bytesThatAreNotUtf8AreRefused(String type) throws Exception {
        assertProblem(server.post(PATH, type, new byte[] {'"', (byte) 0xC3, (byte) 0x28, '"'}), 400, "bad-json");
    }

    static Stream<byte[]> otherEncodings() {
        return Stream.of(
                "1".getBytes(StandardCharsets.UTF_16BE),
                "1".getBytes(StandardCharsets.UTF_16LE),
                "[1]".getBytes(Charset.forName("UTF-32BE")),
                "[1]".getBytes(Charset.forName("UTF-32LE")),
                "\uFEFF1".getBytes(StandardCharsets.UTF_8),
                "\uFEFF1".getBytes(StandardCharsets.UTF_16LE));
    }

    @ParameterizedTest
    @MethodSource("otherEncodings")
    void jsonInAnotherEncodingOrWithAByteOrderMarkIsRefused(byte[] body) throws Exception {
        assertProblem(server.post(PATH, JSON, body), 400, "bad-json");
        assertThat(server.engine.published).isEmpty();
    }

    @Test
    void charactersWhoseBytesLookLikeAByteOrderMarkAreText() throws Exception {
        assertThat(server.post(PATH, JSON, "\"\uFF61\"").statusCode()).isEqualTo(201);

        assertThat(server.engine.published).containsExactly("news \"\uFF61\"");
    }

    @Test
    void anEmptyBodyIsRefused() throws Exception {
        assertProblem(server.post(PATH, "text/plain", ""), 400, "bad-request");
        assertProblem(server.method("POST", PATH), 400, "bad-request");
    }

    @Test
    void aCompressedBodyIsRefused() throws Exception {
        HttpRequest request = server.request(PATH)
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build();

        assertProblem(server.send(request), 415, "unsupported-media-type");
    }

    @Test
    void aBodyOfTheLimitIsTakenAndOneByteMoreIsNot() throws Exception {
        byte[] body = "x".repeat(RestServer.MAX_BODY_SIZE + 1).getBytes(StandardCharsets.UTF_8);

        assertThat(server.post(PATH, "text/plain", java.util.Arrays.copyOf(body, RestServer.MAX_BODY_SIZE))
                        .statusCode())
                .isEqualTo(201);
        assertProblem(server.post(PATH, "text/plain", body), 413, "too-large");
    }

    @Test
    void aBodyOfUnknownLengthIsTakenUpToTheLimit() throws Exception {
        assertThat(server.raw(chunked("x".repeat(RestServer.MAX_BODY_SIZE)))).startsWith("HTTP/1.1 201 ");
        assertThat(server.raw(chunked("x".repeat(RestServer.MAX_BODY_SIZE + 1))))
                .startsWith("HTTP/1.1 413 ")
                .contains("/problems/too-large");
    }

    private static String chunked(String body) {
        return "POST " + PATH + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
    }

    @Test
    void aBodyThatComesInPiecesIsPutTogether() throws Exception {
        try (Socket socket = server.open()) {
            String head = "POST " + PATH + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 5000\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            for (int i = 0; i < 5; i++) {
                // Each write is a segment of its own, though not each need be a read of its own.
                socket.setTcpNoDelay(true);
                socket.getOutputStream().write("y".repeat(1000).getBytes(StandardCharsets.ISO_8859_1));
            }
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 201 ");
        }

        assertThat(server.engine.published).containsExactly("news \"" + "y".repeat(5000) + '"');
    }

    @ParameterizedTest
    @CsvSource({"docs%3Arest, docs:rest", "a%40b, a@b", "%41%2dz, A-z", "a.b~c, a.b~c"})
    void thePathIsDecoded(String path, String channel) throws Exception {
        assertThat(server.post("/api/v1/channels/" + path + "/messages", JSON, "1")
                        .statusCode())
                .isEqualTo(201);

        assertThat(server.engine.published).containsExactly(channel + " 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%2Fb", "a%20b", "a;b=c", "-a", "%FF", "%C3%A9", "a%00", "a%0Ab", "a%253Ab", "a*b"})
    void namesThatNoChannelMayBearAreRefused(String path) throws Exception {
        assertProblem(server.post("/api/v1/channels/" + path + "/messages", JSON, "1"), 400, "bad-channel");
    }

    /** A plain publish goes a short way of its own, one with a name that is percent-encoded that of all others. */
    @ParameterizedTest
    @CsvSource({
        "application/json, 1, X-None, x",
        "text/plain, hello, X-None, x",
        "application/json, {, X-None, x",
        "image/png, 1, X-None, x",
        "application/json, 1, Idempotency-Key, k",
        "application/json, 1, Idempotency-Key, a b",
        "application/json, 1, If-Match, '\"x:1\"'",
        "application/json, 1, If-Match, x"
    })
    void theShortWayAnswersAsTheLongOne(String type, String body, String header, String value) throws Exception {
        List<String> ways = new ArrayList<>();
        for (String path : List.of("short.way", "long%2Eway")) {
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> answer = server.send(
                        "POST", "/api/v1/channels/" + path + "/messages", body, "Content-Type", type, header, value);
                ways.add((answer.statusCode() + " " + answer.headers().map() + answer.body())
                        .replaceAll("date=\\[[^]]*], ", "")
                        .replaceAll("content-length=\\[[0-9]*], ", "")
                        .replaceAll("(short|long).way", "channel")
                        .replaceAll("\"epoch\":\"[^\"]*\"", "epoch")
                        .replaceAll("position is [^:]*", "position is epoch"));
            }
        }

        assertThat(ways.subList(0, 2)).isEqualTo(ways.subList(2, 4));
    }

    @Test
    void aChannelThatIsFullAnswers503() throws Exception {
        assertProblem(server.post("/api/v1/channels/full/messages", JSON, "1"), 503, "full");
    }

    @Test
    void aFaultOfTheServerAnswers500AndTellsNothingOfItself() throws Exception {
        HttpResponse<String> answer = server.post("/api/v1/channels/broken/messages", JSON, "1");

        assertProblem(answer, 500, "internal");
        assertThat(answer.body()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "DANCE"})
    void otherMethodsAreRefusedAndToldWhichAreAllowed(String method) throws Exception {
        HttpResponse<String> answer = server.method(method, PATH);

        assertProblem(answer, 405, "method-not-allowed");
        assertThat(allowed(answer)).containsExactlyInAnyOrder(ALLOWED);
    }

    private static String[] allowed(HttpResponse<String> answer) {
        return answer.headers().firstValue("Allow").orElse("").split(",");
    }

    @Test
    void headAndOptionsAreSane() throws Exception {
        HttpResponse<String> options = server.method("OPTIONS", PATH);
        assertThat(options.statusCode()).isEqualTo(200);
        assertThat(allowed(options)).contains(ALLOWED);
        server.post(PATH, JSON, "1");
        HttpResponse<String> head = server.method("HEAD", PATH);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length"))
                .hasValue(String.valueOf(server.method("GET", PATH).body().length()));
        assertThat(server.raw("HEAD " + PATH + " HTTP/1.1\r\nHost: x\r\n\r\nHEAD " + PATH
                        + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .containsPattern("(?s)HTTP/1.1 200 .*\r\n\r\nHTTP/1.1 200 .*\r\n\r\n$");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/",
                "/api/v1",
                "/api/v1/",
                "/api/v2/channels/a/messages",
                "/api/v1/channels//messages",
                "/api/v1/application.wadl"
            })
    void unknownPathsAnswer404(String path) throws Exception {
        assertProblem(server.post(path, JSON, "1"), 404, "not-found");
        assertProblem(server.method("GET", path), 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "nonsense", "application/json;q=0"})
    void theAnswerIsJsonWhateverTheClientAccepts(String accept) throws Exception {
        HttpRequest request = server.request(PATH)
                .header("Accept", accept)
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build();

        HttpResponse<String> answer = server.send(request);

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(JSON);
    }

    @Test
    void aConnectionServesOneRequestAfterTheOther() throws Exception {
        String request = "POST " + PATH + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n";
        String answers =
                server.raw(request + "1" + request + "2" + request.replace("Host", "Connection: close\r\nHost") + "3");

        assertThat(answers.split("HTTP/1.1 201 ", -1)).hasSize(4);
        assertThat(server.engine.published).containsExactly("news 1", "news 2", "news 3");
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body())
                .startsWith("{\"type\":\"https://windsock.dev/problems/" + code + "\",\"title\":\"")
                .contains("\"status\":" + status + ",\"detail\":\"")
                .endsWith("\"}");
    }
}
