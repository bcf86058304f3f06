package dev.windsock.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windsock.counts.Tally;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.server.TestServer.Response;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
    private static final String FRIEND = "https://friend.example";

    private static TestServer server;
    private static TestServer open;

    @BeforeAll
    static void start() {
        server = new TestServer(new Origins(
                Set.of(FRIEND), exchange -> exchange.getResponseSender().send("in"), new Tally<>(ErrorCode.class)));
        open = new TestServer(new Origins(
                Set.of("*"), exchange -> exchange.getResponseSender().send("in"), new Tally<>(ErrorCode.class)));
    }

    @AfterAll
    static void stop() {
        server.close();
        open.close();
    }

    @Test
    void aProgramPasses() throws Exception {
        Response response = server.send("GET", "/");

        assertThat(response.body()).isEqualTo("in");
        assertThat(response.head()).doesNotContain("Access-Control").doesNotContain("Vary");
    }

    @Test
    void aPageOfTheServerPasses() throws Exception {
        Response response = server.send("POST", "/", "Origin: http://" + server.host());

        assertThat(response.body()).isEqualTo("in");
    }

    @ParameterizedTest
    @CsvSource({
        "http://chat.example, chat.example",
        "http://chat.example, chat.example:80",
        "https://chat.example, chat.example",
        "https://chat.example, chat.example:443",
        "HTTP://Chat.Example:8080, chat.example:8080",
        "http://[::1]:8080, [::1]:8080"
    })
    void aPageOfTheHostThatIsCalledPasses(String origin, String host) throws Exception {
        assertThat(server.send("GET", "/", "Host: " + host, "Origin: " + origin).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-origin", "none"})
    void aPageThatTheBrowserVouchesForPassesThoughAProxyChangedTheHost(String site) throws Exception {
        Response response = server.send(
                "GET", "/", "Host: backend:8080", "Origin: https://chat.example", "Sec-Fetch-Site: " + site);

        assertThat(response.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://friend.example",
                "https://friend.example:8443",
                "https://friend.example.evil.example",
                "https://www.friend.example",
                "null",
                "",
                "nonsense",
                "https://"
            })
    void aPageOfAnotherOriginIsRefused(String origin) throws Exception {
        Response response = server.send("GET", "/", "Origin: " + origin, "Sec-Fetch-Site: cross-site");

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.field("Content-Type")).isEqualTo("application/problem+json");
        assertThat(response.body()).contains("/problems/forbidden-origin").contains("--allow-origin " + origin);
        assertThat(response.head()).doesNotContain("Access-Control");
    }

    @Test
    void aPageOfAnotherPortOfTheHostIsRefused() throws Exception {
        assertThat(server.send("GET", "/", "Host: localhost:8080", "Origin: http://localhost:3000")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aRequestOfTwoOriginsIsRefused() throws Exception {
        assertThat(server.send("GET", "/", "Origin: " + FRIEND, "Origin: https://evil.example")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aPageOfAnAllowedOriginPassesAndMayReadTheAnswer() throws Exception {
        Response response = server.send("GET", "/", "Origin: " + FRIEND, "Sec-Fetch-Site: cross-site");

        assertThat(response.body()).isEqualTo("in");
        assertThat(response.field("Access-Control-Allow-Origin")).isEqualTo(FRIEND);
        assertThat(response.field("Vary")).isEqualTo("Origin");
    }

    @Test
    void aPreflightOfAnAllowedOriginIsAnswered() throws Exception {
        Response response = server.send(
                "OPTIONS",
                "/",
                "Origin: " + FRIEND,
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: content-type, Last-Event-ID,X-Atmosphere-Framework, x-evil");

        assertThat(response.status()).isEqualTo(204);
        assertThat(response.field("Access-Control-Allow-Origin")).isEqualTo(FRIEND);
        assertThat(response.field("Access-Control-Allow-Methods")).isEqualTo("GET, POST, DELETE");
        assertThat(response.field("Access-Control-Allow-Headers"))
                .isEqualTo("content-type, last-event-id, x-atmosphere-framework");
        assertThat(response.field("Access-Control-Max-Age")).isEqualTo("7200");
    }

    @Test
    void aPreflightOfAnotherOriginIsRefused() throws Exception {
        Response response =
                server.send("OPTIONS", "/", "Origin: https://evil.example", "Access-Control-Request-Method: POST");

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.head()).doesNotContain("Access-Control");
    }

    @Test
    void whereAllAreAllowedEachIsTold() throws Exception {
        Response response = open.send("GET", "/", "Origin: https://any.example");

        assertThat(response.body()).isEqualTo("in");
        assertThat(response.field("Access-Control-Allow-Origin")).isEqualTo("https://any.example");
    }

    @ParameterizedTest
    @CsvSource({
        "https://Example.com, https://example.com",
        "https://example.com:443, https://example.com",
        "http://example.com:80, http://example.com",
        "http://example.com:443, http://example.com:443",
        "chrome-extension://abc, chrome-extension://abc",
        "*, *",
        "null, null"
    })
    void originsAreReadAsBrowsersSendThem(String text, String origin) {
        assertThat(Origins.parse(text)).isEqualTo(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "example.com", "https://", "https://a.example/", "https://a.example/x", "https://*/", "a b"})
    void whatIsNoOriginIsRefused(String text) {
        assertThatThrownBy(() -> Origins.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not an origin");
    }
}
