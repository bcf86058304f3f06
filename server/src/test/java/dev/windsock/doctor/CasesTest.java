package dev.windsock.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windsock.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What was seen, and what it is said to be: the cases that the page is held to as well. */
class CasesTest {
    private static final Words WORDS = Words.load();
    private static final JsonNode CASES = cases();

    private static JsonNode cases() {
        try {
            return Json.mapper()
                    .readTree(Path.of("..", "js-client", "test", "doctor", "cases.json")
                            .toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Check {
        void run(JsonNode one) throws IOException;
    }

    private static Stream<DynamicTest> each(String kind, Check check) {
        assertThat(CASES.path(kind)).as(kind).isNotEmpty();
        return StreamSupport.stream(CASES.path(kind).spliterator(), false)
                .map(one -> DynamicTest.dynamicTest(
                        one.path("name").asText(one.path("template").asText()), () -> check.run(one)));
    }

    private static @Nullable Double control(JsonNode one) {
        return one.path("control").isNull() ? null : one.path("control").asDouble();
    }

    private static void expect(Found found, JsonNode one, String check) {
        assertThat(found.code()).isEqualTo(one.path("code").asText());
        one.path("values")
                .properties()
                .forEach(wanted -> assertThat(found.values().get(wanted.getKey()))
                        .as(wanted.getKey())
                        .isEqualTo(value(wanted.getValue())));
        Outcome outcome = new Outcome(check, found, List.of());
        String says = Words.fill(WORDS.outcome(outcome).path("says").asText(), found.values(), "here:80");
        assertThat(says).doesNotContain("{").doesNotContain("null").isNotEmpty();
    }

    private static Object value(JsonNode value) {
        return value.isNumber() ? (Object) value.asDouble() : value.asText();
    }

    @TestFactory
    Stream<DynamicTest> aWebSocketThat() {
        return each("sockets", one -> {
            List<SocketSeen> tries = new ArrayList<>();
            for (JsonNode seen : one.path("tries")) {
                tries.add(Json.mapper().treeToValue(seen, SocketSeen.class));
            }
            expect(Judge.socket(tries, control(one)), one, "websocket");
        });
    }

    @TestFactory
    Stream<DynamicTest> aStreamThat() {
        return each("streams", one -> {
            StreamSeen seen = Json.mapper().treeToValue(one.path("seen"), StreamSeen.class);
            expect(Judge.stream(seen, one.path("control").asDouble()), one, "sse");
        });
    }

    @TestFactory
    Stream<DynamicTest> ofWhatIsSent() {
        return each("sent", one -> {
            SentSeen seen = Json.mapper().treeToValue(one.path("seen"), SentSeen.class);
            expect(Judge.sent(seen, one.path("control").asDouble()), one, "posts");
        });
    }

    @TestFactory
    Stream<DynamicTest> theDiagnosisWhere() {
        return each("diagnoses", one -> {
            List<Outcome> outcomes = new ArrayList<>();
            one.path("outcomes")
                    .properties()
                    .forEach(outcome -> outcomes.add(new Outcome(
                            outcome.getKey(), Found.of(outcome.getValue().asText(), "names", "a box"), List.of())));
            Diagnosis diagnosis = Diagnosis.of(outcomes, WORDS, "here:80");

            assertThat(diagnosis.headline()).contains(one.path("headline").asText());
            assertThat(diagnosis.level()).isEqualTo(one.path("level").asInt());
            if (one.has("causes")) {
                assertThat(diagnosis.causes()).hasSize(one.path("causes").asInt());
            }
            assertThat(diagnosis.rows()).hasSameSizeAs(outcomes);
        });
    }

    @TestFactory
    Stream<DynamicTest> sentences() {
        return each("sentences", one -> {
            Map<String, Object> values = new HashMap<>();
            one.path("values").properties().forEach(entry -> values.put(entry.getKey(), value(entry.getValue())));
            assertThat(Words.fill(one.path("template").asText(), values, "here:80"))
                    .isEqualTo(one.path("text").asText());
        });
    }
}
