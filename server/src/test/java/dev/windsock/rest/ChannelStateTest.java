package dev.windsock.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a channel keeps, and how it stands. */
class ChannelStateTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MESSAGES = 5;

    private static RestServer server;

    /** Each test has a channel of its own. */
    private String path = "";

    private String epoch = "";

    @BeforeAll
    static void start() {
        server = new RestServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void fillChannelOfItsOwn(TestInfo test) throws Exception {
        path = "/api/v1/channels/" + test.getTestMethod().orElseThrow().getName() + '.'
                + test.getDisplayName().hashCode();
        for (int i = 1; i <= MESSAGES; i++) {
            HttpResponse<String> answer = server.send("POST", path + "/messages?key=k" + i, "{\"n\": " + i + "}");
            epoch = JSON.readTree(answer.body()).get("epoch").asText();
        }
    }

    private JsonNode get(String target) throws Exception {
        HttpResponse<String> answer = server.method("GET", target);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        return JSON.readTree(answer.body());
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).get("type").asText()).endsWith("/problems/" + code);
    }

    @Test
    void theHistoryTellsAllOfEachMessage() throws Exception {
        long before = System.currentTimeMillis();
        JsonNode page = get(path + "/messages");

        assertThat(page.get("channel").asText()).isEqualTo(path.substring("/api/v1/channels/".length()));
        assertThat(page.get("epoch").asText()).isEqualTo(epoch);
        assertThat(page.get("offset").asInt()).isEqualTo(MESSAGES);
        assertThat(page.get("more").asBoolean()).isFalse();
        assertThat(page.get("complete").asBoolean()).isTrue();
        assertThat(page.get("publications")).hasSize(MESSAGES);
        JsonNode second = page.at("/publications/1");
        assertThat(second.get("epoch").asText()).isEqualTo(epoch);
        assertThat(second.get("offset").asInt()).isEqualTo(2);
        assertThat(second.get("time").asLong()).isPositive().isLessThanOrEqualTo(before);
        assertThat(second.get("key").asText()).isEqualTo("k2");
        assertThat(second.get("data").toString()).isEqualTo("{\"n\":2}");
    }

    @ParameterizedTest
    @CsvSource({
        "'', '1 2 3 4 5', false",
        "?since=EPOCH:2, '3 4 5', false",
        "?since=EPOCH:0, '1 2 3 4 5', false",
        "?since=EPOCH:5, '', false",
        "?before=EPOCH:3, '1 2', false",
        "?since=EPOCH:1&before=EPOCH:5, '2 3 4', false",
        "?limit=2, '1 2', true",
        "?limit=5, '1 2 3 4 5', false",
        "?limit=2&since=EPOCH%3A2, '3 4', true",
        "?reverse=true, '5 4 3 2 1', false",
        "?reverse=true&limit=2, '5 4', true",
        "?reverse=true&limit=2&before=EPOCH:3, '2 1', false",
        "?reverse=false&limit=1, '1', true"
    })
    void theHistoryIsReadInPartsFromEitherEnd(String query, String offsets, boolean more) throws Exception {
        JsonNode page = get(path + "/messages" + query.replace("EPOCH", epoch));

        assertThat(String.join(" ", page.get("publications").findValuesAsText("offset")))
                .isEqualTo(offsets);
        assertThat(page.get("more").asBoolean()).isEqualTo(more);
        assertThat(page.get("complete").asBoolean()).isTrue();
    }

    @Test
    void aHistorySinceAnotherLogIsNotComplete() throws Exception {
        JsonNode page = get(path + "/messages?since=elsewhere:3");

        assertThat(page.get("complete").asBoolean()).isFalse();
        assertThat(page.get("publications")).hasSize(MESSAGES);
    }

    @ParameterizedTest
    @CsvSource({
        "?since=, bad-position",
        "?since=7, bad-position",
        "?since=e:x, bad-position",
        "?since=e:-1, bad-position",
        "?before=e:, bad-position",
        "?before=:1, bad-position",
        "?since=a:1&since=a:2, bad-request",
        "?limit=0, bad-request",
        "?limit=1001, bad-request",
        "?limit=-1, bad-request",
        "?limit=, bad-request",
        "?limit=ten, bad-request",
        "?limit=99999999999, bad-request",
        "?reverse=yes, bad-request",
        "?reverse, bad-request",
        "?reverse=TRUE, bad-request",
        "?offset=1, bad-request",
        "?key=k, bad-request"
    })
    void aParameterThatCannotBeIsRefused(String query, String code) throws Exception {
        assertProblem(server.method("GET", path + "/messages" + query), 400, code);
    }

    @Test
    void anEpochOfMoreThanTheLimitIsRefused() throws Exception {
        String query = "/messages?since=" + "e".repeat(65) + ":1";

        assertProblem(server.method("GET", path + query), 400, "bad-position");
    }

    @Test
    void whatIsDeletedIsGoneAndThePositionGoesOn() throws Exception {
        HttpResponse<String> answer = server.method("DELETE", path + "/messages");

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode deleted = JSON.readTree(answer.body());
        assertThat(deleted.get("epoch").asText()).isEqualTo(epoch);
        assertThat(deleted.get("offset").asInt()).isEqualTo(MESSAGES);
        assertThat(deleted.get("deleted").asInt()).isEqualTo(MESSAGES);
        JsonNode page = get(path + "/messages?since=" + epoch + ":2");
        assertThat(page.get("publications")).isEmpty();
        assertThat(page.get("complete").asBoolean()).isFalse();
        HttpResponse<String> next = server.send("POST", path + "/messages", "1");
        assertThat(JSON.readTree(next.body()).get("offset").asInt()).isEqualTo(MESSAGES + 1);
    }

    @Test
    void deletingAgainDeletesNothing() throws Exception {
        server.method("DELETE", path + "/messages");

        HttpResponse<String> again = server.method("DELETE", path + "/messages");

        assertThat(JSON.readTree(again.body()).get("deleted").asInt()).isZero();
    }

    @Test
    void deletingTakesNoParameters() throws Exception {
        assertProblem(server.method("DELETE", path + "/messages?before=" + epoch + ":3"), 400, "bad-request");

        assertThat(get(path).get("kept").asInt()).isEqualTo(MESSAGES);
    }

    @Test
    void aChannelTellsHowItStands() throws Exception {
        server.method("DELETE", path + "/messages");
        server.send("POST", path + "/messages", "1");

        assertThat(get(path).toString())
                .isEqualTo("{\"channel\":\"" + path.substring("/api/v1/channels/".length()) + "\",\"epoch\":\"" + epoch
                        + "\",\"offset\":6,\"oldest\":6,\"kept\":1,\"subscribers\":0}");
    }

    @ParameterizedTest
    @CsvSource({"GET, ''", "GET, /messages", "DELETE, /messages", "HEAD, ''", "HEAD, /messages"})
    void aChannelThatNobodyUsesIsNotFoundAndNotMade(String method, String rest) throws Exception {
        String unused = "/api/v1/channels/unused" + rest;

        assertThat(server.method(method, unused).statusCode()).isEqualTo(404);
        assertProblem(server.method("GET", unused.replace("/messages", "")), 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-a", "a%20b", "%00"})
    void aNameThatNoChannelMayBearIsRefused(String name) throws Exception {
        assertProblem(server.method("GET", "/api/v1/channels/" + name), 400, "bad-channel");
        assertProblem(server.method("GET", "/api/v1/channels/" + name + "/messages"), 400, "bad-channel");
        assertProblem(server.method("DELETE", "/api/v1/channels/" + name + "/messages"), 400, "bad-channel");
    }

    @Test
    void askingHowAChannelStandsTakesNoParameters() throws Exception {
        assertProblem(server.method("GET", path + "?x=1"), 400, "bad-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void aChannelCanOnlyBeLookedAt(String method) throws Exception {
        HttpResponse<String> answer = server.method(method, path);

        assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET,OPTIONS");
    }
}
