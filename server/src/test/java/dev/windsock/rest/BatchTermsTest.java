package dev.windsock.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On which terms the items of a batch are published. */
class BatchTermsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static RestServer server;

    /** Each test has a channel of its own. */
    private String channel = "";

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
    }

    private static JsonNode results(String items, String... headers) throws Exception {
        HttpResponse<String> answer =
                server.send("POST", "/api/v1/messages", "{\"messages\":[" + items + "]}", headers);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).get("results");
    }

    private String item(int data, String terms) {
        return "{\"channel\":\"" + channel + "\",\"data\":" + data + (terms.isEmpty() ? "" : "," + terms) + "}";
    }

    private JsonNode history() throws Exception {
        return JSON.readTree(server.method("GET", "/api/v1/channels/" + channel + "/messages")
                .body());
    }

    @Test
    void eachItemHasItsOwnTerms() throws Exception {
        JsonNode results = results(item(1, "\"key\":\"k\",\"version\":3,\"ttl\":3600000") + ","
                + item(2, "\"key\":\"k\",\"version\":3") + ","
                + item(3, "\"key\":\"k\",\"version\":4,\"ttl\":\"1h\""));

        assertThat(results.findValuesAsText("status")).containsExactly("201", "201", "412", "412", "201", "201");
        assertThat(results.at("/1/publications/0/error/code").asText()).isEqualTo("precondition-failed");
        assertThat(results.at("/1/publications/0/error/offset").asInt()).isEqualTo(1);
        assertThat(results.at("/1/publications/0/error/epoch").asText()).isNotEmpty();
        assertThat(history().findValuesAsText("key")).containsExactly("k", "k");
    }

    @Test
    void anItemMayDependOnThePosition() throws Exception {
        JsonNode first = results(item(1, "")).at("/0/publications/0");
        String match = "\"ifMatch\":{\"epoch\":" + first.get("epoch") + ",\"offset\":1}";

        JsonNode results = results(item(2, match) + "," + item(3, match));

        assertThat(results.at("/0/status").asInt()).isEqualTo(201);
        assertThat(results.at("/1/status").asInt()).isEqualTo(412);
    }

    @Test
    void aRepeatOfAnItemIsToldSo() throws Exception {
        String keyed = item(1, "\"idempotencyKey\":\"k\"");

        JsonNode results = results(keyed + "," + item(2, "") + "," + keyed);

        assertThat(results.at("/0/publications/0").has("repeated")).isFalse();
        assertThat(results.at("/2/publications/0/repeated").asBoolean()).isTrue();
        assertThat(results.at("/2/publications/0/offset").asInt()).isEqualTo(1);
        assertThat(history().get("publications")).hasSize(2);
    }

    @Test
    void anItemsKeyWithAnotherMessageIsRefused() throws Exception {
        JsonNode results = results(item(1, "\"idempotencyKey\":\"k\"") + "," + item(2, "\"idempotencyKey\":\"k\""));

        assertThat(results.at("/1/publications/0/error/code").asText()).isEqualTo("key-reused");
        assertThat(results.at("/1/status").asInt()).isEqualTo(409);
    }

    @Test
    void anItemsKeyIsTheOneOfASingleMessage() throws Exception {
        results(item(1, "\"idempotencyKey\":\"k\""));

        HttpResponse<String> again =
                server.send("POST", "/api/v1/channels/" + channel + "/messages", "1", "Idempotency-Key", "k");

        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
    }

    @Test
    void theKeyOfABatchHoldsForEachItem() throws Exception {
        String items = item(1, "") + ",7," + item(1, "") + "," + item(1, "\"idempotencyKey\":\"own\"");

        results(items, "Idempotency-Key", "batch");
        JsonNode again = results(items, "Idempotency-Key", "batch");

        assertThat(again.findValuesAsText("repeated")).containsExactly("true", "true", "true");
        assertThat(again.findValuesAsText("offset")).containsExactly("1", "2", "3");
        HttpResponse<String> third =
                server.send("POST", "/api/v1/channels/" + channel + "/messages", "1", "Idempotency-Key", "batch#2");
        assertThat(JSON.readTree(third.body()).get("offset").asInt()).isEqualTo(2);
        assertThat(history().get("publications")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"key\":7",
                "\"key\":\"\"",
                "\"key\":null",
                "\"key\":\"\\u0000\"",
                "\"key\":[\"a\"]",
                "\"key\":\"a\",\"key\":\"a\"",
                "\"ttl\":0",
                "\"ttl\":-1",
                "\"ttl\":1.5",
                "\"ttl\":null",
                "\"ttl\":\"\"",
                "\"ttl\":\"soon\"",
                "\"ttl\":\"0s\"",
                "\"ttl\":{\"s\":1}",
                "\"ttl\":9007199254740992",
                "\"ttl\":99999999999999999999999",
                "\"ttl\":1,\"ttl\":1",
                "\"version\":0",
                "\"version\":\"1\"",
                "\"version\":1e3",
                "\"version\":null",
                "\"version\":[1]",
                "\"version\":1,\"version\":2",
                "\"ifMatch\":\"e:1\"",
                "\"ifMatch\":[1,{\"epoch\":\"e\",\"offset\":1}]",
                "\"ifMatch\":{\"epoch\":7,\"offset\":1}",
                "\"ifMatch\":{\"epoch\":{\"a\":[1]},\"offset\":1}",
                "\"ifMatch\":{\"epoch\":\"e\",\"offset\":\"1\"}",
                "\"ifMatch\":{\"epoch\":\"e\",\"offset\":1},\"ifMatch\":null",
                "\"idempotencyKey\":7",
                "\"idempotencyKey\":\"\"",
                "\"idempotencyKey\":\"a b\"",
                "\"idempotencyKey\":\"grüße\"",
                "\"idempotencyKey\":\"a\",\"idempotencyKey\":\"a\""
            })
    void anItemWithATermThatCannotBeDoesNotStopTheOthers(String term) throws Exception {
        JsonNode results = results(item(1, term) + "," + item(2, ""));

        assertThat(results.at("/0/status").asInt()).isEqualTo(400);
        assertThat(results.at("/0/error/code").asText()).isEqualTo("bad-command");
        assertThat(results.at("/1/status").asInt()).isEqualTo(201);
        assertThat(history().findValuesAsText("data")).containsExactly("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"epoch\":\"e\"}", "{\"offset\":1}", "{\"epoch\":\"\",\"offset\":1}"})
    void anItemWhosePositionIsNoneIsTold(String position) throws Exception {
        JsonNode results = results(item(1, "\"ifMatch\":" + position));

        assertThat(results.at("/0/error/code").asText()).isEqualTo("bad-position");
    }

    @Test
    void anItemsKeyHasALimit() throws Exception {
        String longest = "k".repeat(255);

        JsonNode results = results(item(1, "\"idempotencyKey\":\"" + longest + "\"") + ","
                + item(2, "\"idempotencyKey\":\"" + longest + "k\""));

        assertThat(results.at("/0/status").asInt()).isEqualTo(201);
        assertThat(results.at("/1/status").asInt()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "'', If-Match, '\"e:1\"', `ifMatch`",
        "'', Idempotency-Key, 'a b', 1 to 255 visible ASCII characters",
        "?key=k, X-None, x, There are no query parameters here",
        "?ttl=1s, X-None, x, There are no query parameters here"
    })
    void whatABatchCannotHeedIsRefused(String query, String header, String value, String complaint) throws Exception {
        HttpResponse<String> answer =
                server.send("POST", "/api/v1/messages" + query, "{\"messages\":[" + item(1, "") + "]}", header, value);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).get("detail").asText()).contains(complaint);
    }

    @Test
    void aBatchIsHandedOverBeforeAnyOfItIsWaitedFor() throws Exception {
        String items = IntStream.range(0, RecordingEngine.GROUP)
                .mapToObj(i -> "{\"channel\":\"group\",\"data\":" + i + "}")
                .collect(Collectors.joining(","));

        JsonNode results = results(items);

        assertThat(results.findValuesAsText("offset")).containsExactly("1", "2", "3");
    }

    @Test
    void whatTheDiskDoesNotKeepIsToldOfTheItem() throws Exception {
        JsonNode results = results("{\"channels\":[\"disk-full\",\"disk-failed\",\"kept\"],\"data\":1}");

        assertThat(results.findValuesAsText("status")).containsExactly("207", "507", "500", "201");
    }
}
