package dev.windsock.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
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

    private static HttpResponse<String> post(String batch) throws Exception {
        return server.post("/api/v1/messages", "application/json", batch);
    }

    private static String item(String item) throws Exception {
        HttpResponse<String> answer = post("{\"messages\":[" + item + "]}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).startsWith("{\"results\":[").endsWith("]}");
        return answer.body().substring("{\"results\":[".length(), answer.body().length() - "]}".length());
    }

    @Test
    void eachItemHasItsOwnResult() throws Exception {
        HttpResponse<String> answer = post(
                "{\"messages\":[{\"channel\":\"own\",\"data\":1},{\"data\":2,\"channels\":[\"own\",\"no name\"]},{}]}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.body().replaceAll("\"epoch\":\"[a-z0-9]+\"", "\"epoch\":\"e1\""))
                .startsWith("{\"results\":["
                        + "{\"status\":201,\"publications\":["
                        + "{\"status\":201,\"channel\":\"own\",\"epoch\":\"e1\",\"offset\":1,\"subscribers\":0}]},"
                        + "{\"status\":207,\"publications\":["
                        + "{\"status\":201,\"channel\":\"own\",\"epoch\":\"e1\",\"offset\":2,\"subscribers\":0},"
                        + "{\"status\":400,\"channel\":\"no name\",\"error\":{\"code\":\"bad-channel\",\"message\":\"")
                .contains("\"}}]},{\"status\":400,\"error\":{\"code\":\"bad-command\",\"message\":\"");
        assertThat(server.engine.published).containsExactly("own 1", "own 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "-0.5e-3",
                "true",
                "false",
                "null",
                "\"\"",
                "\"quote \\\" grüße \\u0000\"",
                "{}",
                "[]",
                "{\"a\": [1, {\"data\": \"}\"}], \"messages\": null}",
                "[[[\"]\"]]]"
            })
    void eachMessageIsCutOutAsItStands(String data) throws Exception {
        assertThat(item("{\"channel\":\"a\",\"data\":" + data + "}")).startsWith("{\"status\":201,");
        assertThat(item("{ \"data\" : " + data + " , \"channel\" : \"b\" }")).startsWith("{\"status\":201,");

        assertThat(server.engine.published).containsExactly("a " + data, "b " + data);
    }

    @Test
    void aMessageOfManyLinesIsPublishedOnOne() throws Exception {
        item("{\"channel\":\"a\",\n\"data\":[1,\n2]}");

        assertThat(server.engine.published).containsExactly("a [1, 2]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "null",
                "[{\"channel\":\"a\",\"data\":1}]",
                "{\"channel\":\"a\"}",
                "{\"channel\":7,\"data\":1}",
                "{\"channel\":[\"a\"],\"data\":1}",
                "{\"channel\":null,\"data\":1}",
                "{\"channels\":\"a\",\"data\":1}",
                "{\"channels\":[],\"data\":1}",
                "{\"channels\":[\"a\",7],\"data\":1}",
                "{\"channels\":[\"a\",[\"b\"]],\"data\":1}",
                "{\"channels\":{\"a\":1},\"data\":1}",
                "{\"channel\":\"a\",\"channels\":[\"b\"],\"data\":1}",
                "{\"channel\":\"a\",\"channel\":\"b\",\"data\":1}",
                "{\"channel\":\"a\",\"data\":1,\"data\":2}"
            })
    void anItemThatCannotBeReadDoesNotStopTheOthers(String item) throws Exception {
        String results = item(item + ",{\"channel\":\"b\",\"data\":2}");

        assertThat(results)
                .startsWith("{\"status\":400,\"error\":{\"code\":\"bad-command\",\"message\":\"")
                .contains("}},{\"status\":201,\"publications\":[");
        assertThat(server.engine.published).containsExactly("b 2");
    }

    @Test
    void unknownMembersAreIgnored() throws Exception {
        HttpResponse<String> answer =
                post("{\"x\":{\"messages\":[]},\"messages\":[{\"y\":[{\"data\":1}],\"channel\":\"a\","
                        + "\"data\":2,\"z\":{\"channel\":\"b\"}}],\"w\":[1]}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(server.engine.published).containsExactly("a 2");
    }

    @Test
    void anItemWhoseChannelsAllFailAlikeHasTheirStatus() throws Exception {
        assertThat(item("{\"channel\":\"full\",\"data\":1}"))
                .startsWith("{\"status\":503,\"publications\":[{\"status\":503");
        assertThat(item("{\"channels\":[\"full\",\"-\"],\"data\":1}")).startsWith("{\"status\":207,");
    }

    /** A short body goes a way of its own, a long one that of all other requests. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"channel\":\"way\",\"data\":1}",
                "{\"channels\":[\"way\",\"full\",\"disk-full\"],\"data\":1},{\"data\":1}",
                "{\"channel\":\"way\",\"data\":1,\"idempotencyKey\":\"k\"},{\"channel\":\"way\",\"data\":1,\"idempotencyKey\":\"k\"}",
                "{\"channel\":\"broken\",\"data\":1}",
                "{",
                ""
            })
    void theShortWayAnswersAsTheLongOne(String items) throws Exception {
        String batch = "{\"messages\":[" + items + "]}";

        String shortly = said(post(batch.replace("way", "way." + batch.length())));
        String longly = said(post(batch.replace("way", "way:" + batch.length()) + " ".repeat(70_000)));

        assertThat(shortly).isEqualTo(longly);
    }

    private static String said(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + answer.headers().firstValue("Content-Type").orElse("none")
                + answer.body().replaceAll("\"epoch\":\"[^\"]*\"", "epoch").replaceAll("way.[0-9]+", "way");
    }

    @Test
    void anEmptyBatchHasNoResults() throws Exception {
        assertThat(post("{\"messages\":[]}").body()).isEqualTo("{\"results\":[]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "1",
                "{}",
                "{\"messages\":{}}",
                "{\"messages\":null}",
                "{\"messages\":[{\"channel\":\"a\",\"data\":1}],\"messages\":[]}"
            })
    void whatIsNoBatchPublishesNothing(String batch) throws Exception {
        HttpResponse<String> answer = post(batch);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("/problems/bad-command");
        assertThat(server.engine.published).isEmpty();
    }

    @Test
    void whatIsNotJsonPublishesNothing() throws Exception {
        HttpResponse<String> answer = post("{\"messages\":[{\"channel\":\"a\",\"data\":1}]");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("/problems/bad-json");
        assertThat(server.engine.published).isEmpty();
    }

    @Test
    void aBatchThatIsSaidToBeTextIsRefused() throws Exception {
        assertThat(server.post("/api/v1/messages", "text/plain", "{\"messages\":[]}")
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void aBatchOfAnUnstatedTypeIsTaken() throws Exception {
        assertThat(server.post("/api/v1/messages", null, "{\"messages\":[]}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aThousandMessagesArePublishedInOrder() throws Exception {
        String items = IntStream.range(0, 1000)
                .mapToObj(i -> "{\"channel\":\"a\",\"data\":" + i + "}")
                .collect(Collectors.joining(","));

        assertThat(post("{\"messages\":[" + items + "]}").statusCode()).isEqualTo(200);

        assertThat(server.engine.published)
                .isEqualTo(IntStream.range(0, 1000).mapToObj(i -> "a " + i).toList());
    }

    @Test
    void aBatchOfMorePublicationsThanTheLimitPublishesNothing() throws Exception {
        String most = "\"a\",".repeat(Batch.MAX_PUBLICATIONS - 1) + "\"a\"";

        HttpResponse<String> tooMany =
                post("{\"messages\":[{\"channels\":[" + most + "],\"data\":1},{\"channel\":\"a\",\"data\":1}]}");
        assertThat(tooMany.statusCode()).isEqualTo(413);
        assertThat(server.engine.published).isEmpty();

        assertThat(post("{\"messages\":[{\"channels\":[" + most + "],\"data\":1}]}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.engine.published).hasSize(Batch.MAX_PUBLICATIONS);
    }

    @Test
    void faultyItemsCountTowardsTheLimit() throws Exception {
        assertThat(post("{\"messages\":[" + "0,".repeat(Batch.MAX_PUBLICATIONS) + "0]}")
                        .statusCode())
                .isEqualTo(413);
    }
}
