package dev.windsock.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windsock.protocol.Json;
import dev.windsock.server.TestServer.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DoctorPageTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(new DoctorPage());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void thePageIsOneFileThatMayRunItsOwnScriptOnly() throws Exception {
        Response response = server.send("GET", "/doctor");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.field("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(response.field("X-Frame-Options")).isEqualTo("SAMEORIGIN");
        assertThat(response.body())
                .contains("default-src 'none'; script-src 'sha256-")
                .doesNotContain(" src=", "<link");
    }

    @Test
    void aPageThatTheBrowserHasIsNotSentAgain() throws Exception {
        String etag = server.send("GET", "/doctor").field("ETag");

        assertThat(server.send("GET", "/doctor", "If-None-Match: " + etag).status())
                .isEqualTo(304);
    }

    @Test
    void theEchoTellsWhatArrivedAndNothingOfWhatWasInIt() throws Exception {
        Response response = server.send(
                "GET",
                "/doctor/echo?n=1",
                "Idempotency-Key: secret-1",
                "Cookie: secret-2",
                "Authorization: secret-3",
                "Via: 1.1 gate");

        assertThat(response.field("Cache-Control")).isEqualTo("no-store, no-transform");
        assertThat(response.body()).doesNotContain("secret");
        JsonNode echo = Json.mapper().readTree(response.body());
        assertThat(echo.path("headers")).hasToString("[\"Idempotency-Key\"]");
        assertThat(echo.path("via").asText()).isEqualTo("1.1 gate");
        assertThat(echo.path("protocol").asText()).isEqualTo("HTTP/1.1");
        assertThat(echo.path("time").isIntegralNumber()).isTrue();
    }

    @Test
    void theEchoIsAnotherEachTime() throws Exception {
        assertThat(server.send("GET", "/doctor/echo").body())
                .isNotEqualTo(server.send("GET", "/doctor/echo").body());
    }

    @Test
    void whatProxiesSayOfThemselvesIsEchoedInShort() throws Exception {
        JsonNode echo = Json.mapper()
                .readTree(server.send("GET", "/doctor/echo", "Via: " + "x".repeat(5_000))
                        .body());

        assertThat(echo.path("via").asText()).hasSize(200);
    }

    @Test
    void otherMethodsAndPathsAreRefused() throws Exception {
        assertThat(server.send("POST", "/doctor").status()).isEqualTo(405);
        assertThat(server.send("PUT", "/doctor/echo").field("Allow")).isEqualTo("GET, DELETE");
        assertThat(server.send("DELETE", "/doctor/echo").status()).isEqualTo(200);
        assertThat(server.send("GET", "/doctor/other").status()).isEqualTo(404);
    }

    @Test
    void onlyItsOwnPathsAreTheDoctors() {
        assertThat(DoctorPage.isAt("/doctor")).isTrue();
        assertThat(DoctorPage.isAt("/doctor/echo")).isTrue();
        assertThat(DoctorPage.isAt("/doctors")).isFalse();
        assertThat(DoctorPage.isAt("/docto")).isFalse();
    }
}
