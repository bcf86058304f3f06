package dev.windsock.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.server.TestServer.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientFilesTest {
    /** {@code openssl dgst -sha384 -binary windsock.js | base64} says so. */
    private static final String INTEGRITY = "sha384-l8r2xQzgNWnAIZxh7Vc1Lk96dJY1rzDiVcwA++QteK7Eb0/QpD9fQpUT6w9hZyK9";

    private static TestServer server;
    private static TestServer without;

    @BeforeAll
    static void start() {
        server = new TestServer(new ClientFiles("/dev/windsock/server/client/"));
        without = new TestServer(new ClientFiles("/no/such/directory/"));
    }

    @AfterAll
    static void stop() {
        server.close();
        without.close();
    }

    @ParameterizedTest
    @CsvSource({
        "windsock.js, text/javascript; charset=utf-8, var Windsock",
        "windsock.mjs, text/javascript; charset=utf-8, export const",
        "windsock.d.ts, text/plain; charset=utf-8, export declare"
    })
    void eachFileIsServedAsWhatItIsToPagesOfAllOrigins(String name, String type, String start) throws Exception {
        Response response = server.send("GET", "/client/" + name);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.field("Content-Type")).isEqualTo(type);
        assertThat(response.field("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(response.field("Cache-Control")).isEqualTo("no-cache");
        assertThat(response.field("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.body()).startsWith(start);
    }

    @Test
    void aFileThatTheBrowserHasIsNotSentAgain() throws Exception {
        String etag = server.send("GET", "/client/windsock.js").field("ETag");

        Response same = server.send("GET", "/client/windsock.js", "If-None-Match: " + etag);
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.field("ETag")).isEqualTo(etag);
        assertThat(server.send("GET", "/client/windsock.mjs", "If-None-Match: " + etag)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void headTellsTheLengthOnly() throws Exception {
        Response response = server.send("HEAD", "/client/windsock.js");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.field("Content-Length")).isEqualTo("19");
        assertThat(response.body()).isEmpty();
    }

    @Test
    void thePageShowsTheScriptToCopyWithItsHash() throws Exception {
        Response response = server.send("GET", "/client/");

        assertThat(response.field("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(response.body())
                .contains("&lt;script src=\"/client/windsock.js\"\n        integrity=\"" + INTEGRITY + "\"")
                .contains("<a href=\"windsock.mjs\">", "<a href=\"windsock.d.ts\">")
                .doesNotContain("{{");
    }

    @Test
    void theHashesAreThereForPrograms() throws Exception {
        Response response = server.send("GET", "/client/integrity.json");

        assertThat(response.field("Content-Type")).isEqualTo("application/json");
        assertThat(response.body()).startsWith("{\"windsock.js\":\"" + INTEGRITY + "\",\"windsock.mjs\":\"sha384-");
    }

    @Test
    void thePathWithoutItsSlashLeadsToThePage() throws Exception {
        Response response = server.send("GET", "/client");

        assertThat(response.status()).isEqualTo(308);
        assertThat(response.field("Location")).isEqualTo("/client/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.js", "../ClientFiles.class", "windsock.js/", "%2e%2e/x"})
    void nothingElseIsServed(String name) throws Exception {
        Response response = server.send("GET", "/client/" + name);

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.body()).contains("/problems/not-found");
    }

    @Test
    void otherMethodsAreRefused() throws Exception {
        Response response = server.send("POST", "/client/windsock.js");

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.field("Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void thePageSaysWhereTheClientIsMissing() throws Exception {
        assertThat(without.send("GET", "/client/").body())
                .contains("comes without the client")
                .doesNotContain("{{");
    }
}
