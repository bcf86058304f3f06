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

/** On which terms one message is published: parameters and headers. */
class TermsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static RestServer server;

    /** Each test has a channel of its own. */
    private String channel = "";

    private String path = "";

    @BeforeAll
    static void start() {
        server = new RestServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void useChannelOfItsOwn(TestInfo test) {
        channel = test.getTestMethod().orElseThrow().getName()
                + '.'
                + test.getDisplayName().hashCode();
        path = "/api/v1/channels/" + channel + "/messages";
    }

    private HttpResponse<String> publish(String query, String body, String... headers) throws Exception {
        return server.send("POST", path + query, body, headers);
    }

    private JsonNode history() throws Exception {
        return JSON.readTree(server.method("GET", path).body());
    }

    private static String position(HttpResponse<String> answer) throws Exception {
        JsonNode json = JSON.readTree(answer.body());
        return json.get("epoch").asText() + ':' + json.get("offset").asText();
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(JSON.readTree(answer.body()).get("type").asText()).endsWith("/problems/" + code);
    }

    private void assertNothingPublished() throws Exception {
        assertThat(server.method("GET", path).statusCode()).isEqualTo(404);
    }

    @Test
    void aKeyIsTold() throws Exception {
        assertThat(publish("?key=gr%C3%BC%C3%9Fe+%26%20co", "1").statusCode()).isEqualTo(201);

        assertThat(history().at("/publications/0/key").asText()).isEqualTo("grüße & co");
    }

    @ParameterizedTest
    @ValueSource(strings = {"500ms", "30s", "5m", "1h", "1", "9007199254740991"})
    void aMessageHasATimeToLive(String ttl) throws Exception {
        assertThat(publish("?ttl=" + ttl, "1").statusCode()).isEqualTo(201);
    }

    @Test
    void aMessageWhoseTimeIsOverIsNotDelivered() throws Exception {
        publish("?ttl=1", "1");
        String first = position(publish("", "2"));

        // Until it has expired: by the server's clock, which ticks in milliseconds.
        JsonNode page = history();
        while (page.get("publications").size() > 1) {
            page = history();
        }

        assertThat(page.at("/publications/0/data").asInt()).isEqualTo(2);
        assertThat(first).endsWith(":2");
    }

    @ParameterizedTest
    @CsvSource({
        "?key=, `key` must have 1 to 128 characters",
        "?key, `key` must have 1 to 128 characters",
        "?key=a%00, `key` must have 1 to 128 characters",
        "?key=a&key=b, `key` is stated more than once",
        "?key=%FF, `key` is not percent-encoded UTF-8",
        "?ttl=, `ttl`: '' is not a duration",
        "?ttl=0, '0' is not from 1 to 2^53 - 1 milliseconds",
        "?ttl=0s, '0s' is not from 1",
        "?ttl=-1, '-1' is not a duration",
        "?ttl=1.5s, '1.5s' is not a duration",
        "?ttl=soon, 'soon' is not a duration",
        "?ttl=9007199254740992, is not from 1",
        "?ttl=99999999999999999999999999, is not a duration",
        "?ttl=999999999999999h, is too large",
        "?ttl=%D9%A1s, is not a duration",
        "?ttl=1&ttl=2, `ttl` is stated more than once",
        "?version=0, `version` must be an integer from 1",
        "?version=-1, `version` must be an integer from 1",
        "?version=1.0, `version` must be an integer from 1",
        "?version=, `version` must be an integer from 1",
        "?version=x, `version` must be an integer from 1",
        "?version=9007199254740992, `version` must be an integer from 1 to 9007199254740991",
        "?version=99999999999999999999999, `version` must be an integer from 1",
        "?version=%D9%A1, `version` must be an integer from 1",
        "?version=1&version=1, `version` is stated more than once",
        "?tll=30s, There is no query parameter `tll` here; there are key",
        "?since=a:1, There is no query parameter `since` here"
    })
    void aParameterThatCannotBeIsRefused(String query, String complaint) throws Exception {
        HttpResponse<String> answer = publish(query, "1");

        assertProblem(answer, 400, "bad-request");
        assertThat(JSON.readTree(answer.body()).get("detail").asText()).contains(complaint);
        assertNothingPublished();
    }

    @Test
    void aKeyOfMoreThanTheLimitIsRefused() throws Exception {
        assertThat(publish("?key=" + "k".repeat(128), "1").statusCode()).isEqualTo(201);
        assertProblem(publish("?key=" + "k".repeat(129), "1"), 400, "bad-request");
    }

    @Test
    void aQueryThatIsNoneIsRefused() throws Exception {
        String answer = server.raw(
                "POST " + path + "?key=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1\r\n\r\n1");

        assertThat(answer).startsWith("HTTP/1.1 400 ");
        assertNothingPublished();
    }

    @Test
    void aVersionHasToGrow() throws Exception {
        assertThat(publish("?version=7", "1").statusCode()).isEqualTo(201);
        String newest = position(publish("?version=8", "2"));

        HttpResponse<String> same = publish("?version=8", "3");
        HttpResponse<String> lower = publish("?version=2", "3");

        assertProblem(same, 412, "precondition-failed");
        assertThat(position(same)).isEqualTo(newest);
        assertProblem(lower, 412, "precondition-failed");
        assertThat(publish("?version=1&key=other", "3").statusCode()).isEqualTo(201);
    }

    @Test
    void aPublishThatDependsOnThePositionIsAppliedOnceOnly() throws Exception {
        String first = position(publish("", "1"));

        assertThat(publish("", "2", "If-Match", '"' + first + '"').statusCode()).isEqualTo(201);
        HttpResponse<String> late = publish("", "3", "If-Match", '"' + first + '"');

        assertProblem(late, 412, "precondition-failed");
        assertThat(position(late)).isEqualTo(first.replace(":1", ":2"));
        assertThat(publish("", "3", "If-Match", '"' + position(late) + '"').statusCode())
                .isEqualTo(201);
    }

    @Test
    void thePositionOfAnotherLogDoesNotMatch() throws Exception {
        HttpResponse<String> answer = publish("", "1", "If-Match", "\"elsewhere:0\"");

        assertProblem(answer, 412, "precondition-failed");
        assertThat(position(answer)).endsWith(":0");
        assertThat(publish("", "1", "If-Match", '"' + position(answer) + '"').statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "e:1",
                "\"e\"",
                "\"e:\"",
                "\"e:x\"",
                "\"e:-1\"",
                "\":1\"",
                "\"\"",
                "\"",
                "W/\"e:1\"",
                "\"e:1\", \"e:2\"",
                "\"e:99999999999999999999\"",
                "\"e:1"
            })
    void whatIsNotOnePositionIsRefused(String ifMatch) throws Exception {
        assertProblem(publish("", "1", "If-Match", ifMatch), 400, "bad-position");
        assertNothingPublished();
    }

    @Test
    void twoConditionsAreRefused() throws Exception {
        assertProblem(publish("", "1", "If-Match", "\"e:1\"", "If-Match", "\"e:1\""), 400, "bad-request");
    }

    @Test
    void aRepeatGetsTheFirstAnswer() throws Exception {
        HttpResponse<String> first = publish("?key=k&ttl=1h", "1", "Idempotency-Key", "order-1");
        publish("", "2");
        HttpResponse<String> again = publish("?key=k&ttl=1h", "1", "Idempotency-Key", "order-1");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(history().get("publications")).hasSize(2);
    }

    @Test
    void aRepeatOfWhatWasConditionalIsNoConflict() throws Exception {
        String first = position(publish("", "1"));
        String condition = '"' + first + '"';

        publish("?version=5", "2", "If-Match", condition, "Idempotency-Key", "k");
        HttpResponse<String> again = publish("?version=5", "2", "If-Match", condition, "Idempotency-Key", "k");

        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
    }

    @ParameterizedTest
    @CsvSource({"'', 2", "?key=k, 1", "?ttl=1s, 1", "?version=1, 1"})
    void aKeyThatIsUsedForAnotherMessageIsRefused(String query, String body) throws Exception {
        publish("", "1", "Idempotency-Key", "k");

        assertProblem(publish(query, body, "Idempotency-Key", "k"), 409, "key-reused");
        assertThat(history().get("publications")).hasSize(1);
    }

    @Test
    void aPublishThatFailedDoesNotUseItsKeyUp() throws Exception {
        publish("?version=5", "1");
        assertProblem(publish("?version=5", "2", "Idempotency-Key", "k"), 412, "precondition-failed");

        HttpResponse<String> next = publish("?version=6", "2", "Idempotency-Key", "k");

        assertThat(next.statusCode()).isEqualTo(201);
        assertThat(next.headers().firstValue("Idempotent-Replayed")).isEmpty();
    }

    @Test
    void keysAreOfOneChannel() throws Exception {
        publish("", "1", "Idempotency-Key", "k");

        HttpResponse<String> other =
                server.send("POST", "/api/v1/channels/other/messages", "2", "Idempotency-Key", "k");

        assertThat(other.statusCode()).isEqualTo(201);
        assertThat(other.headers().firstValue("Idempotent-Replayed")).isEmpty();
    }

    @Test
    void anIdempotencyKeyHasALimit() throws Exception {
        assertThat(publish("", "1", "Idempotency-Key", "k".repeat(255)).statusCode())
                .isEqualTo(201);
        assertProblem(publish("", "1", "Idempotency-Key", "k".repeat(256)), 400, "bad-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "", "\t", "a\tb"})
    void whatIsNoIdempotencyKeyIsRefused(String key) throws Exception {
        assertProblem(publish("", "1", "Idempotency-Key", key), 400, "bad-request");
        assertNothingPublished();
    }

    @Test
    void anIdempotencyKeyWithOtherBytesIsRefused() throws Exception {
        String answer = server.raw(
                "POST " + path
                        + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nIdempotency-Key: gr\u00FC\u00DFe\r\nContent-Length: 1\r\n\r\n1");

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("Idempotency-Key");
        assertNothingPublished();
    }

    @Test
    void twoIdempotencyKeysAreRefused() throws Exception {
        assertProblem(publish("", "1", "Idempotency-Key", "a", "Idempotency-Key", "b"), 400, "bad-request");
        assertNothingPublished();
    }

    @Test
    void whoIsTooManyIsToldWhenToComeAgain() throws Exception {
        HttpResponse<String> answer = server.send("POST", "/api/v1/channels/full/messages", "1");

        assertProblem(answer, 503, "full");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
    }

    @ParameterizedTest
    @CsvSource({"disk-full, 507", "disk-failed, 500"})
    void whatTheDiskDoesNotKeepIsRefused(String failure, int status) throws Exception {
        HttpResponse<String> answer =
                server.send("POST", "/api/v1/channels/" + failure + "/messages", "1", "Idempotency-Key", "k");

        assertProblem(answer, status, failure);
        assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
    }
}
