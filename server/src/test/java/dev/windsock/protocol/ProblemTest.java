package dev.windsock.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {

    @ParameterizedTest
    @EnumSource
    void aProblemTellsItsCodeAndStatus(ErrorCode code) throws IOException {
        JsonNode problem = Json.mapper().readTree(Problem.json(code, "what \"was\" wrong"));
        assertThat(problem.fieldNames()).toIterable().containsExactly("type", "title", "status", "detail");
        assertThat(problem.get("type").asText()).isEqualTo("https://windsock.dev/problems/" + code.code());
        assertThat(problem.get("title").asText()).isEqualTo(code.title());
        assertThat(problem.get("status").asInt()).isEqualTo(code.status()).isBetween(400, 599);
        assertThat(problem.get("detail").asText()).isEqualTo("what \"was\" wrong");
    }

    @Test
    void noTwoErrorsShareACode() {
        assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::code)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(CloseCode.values()).map(CloseCode::code)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(CloseCode.values()).map(CloseCode::webSocketCode))
                .doesNotHaveDuplicates();
    }
}
