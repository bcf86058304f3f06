package dev.windsock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Autobahn's fuzzing client against our WebSocket code: every case must be passed.
 *
 * <p>The suite (0.5.6, RFC 6455 without extensions) is part of a Maven plugin; it is Python 2 and runs by Jython. Two
 * clients share the cases, to be done in half the time: nine tenths of it go to the large messages of section 9. Cases
 * have time limits of their own, some of a second, which a busy machine exceeds: what was not passed is run once more.
 */
final class AutobahnIT {

    private static final List<List<String>> SHARES = List.of(
            List.of("9.1.*", "9.2.*", "9.3.*", "9.7.*"),
            List.of("1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "9.4.*", "9.5.*", "9.6.*", "9.8.*", "10.*"));
    private static final int CASES = 301;
    private static final Set<String> PASSED = Set.of("OK", "NON-STRICT", "INFORMATIONAL");
    private static final String AGENT = "windsock";

    private ServerProcess echo;

    @BeforeEach
    void start() throws IOException {
        echo = ServerProcess.ofMain("dev.windsock.e2e.EchoServer");
    }

    @AfterEach
    void stop() {
        echo.close();
    }

    @Test
    void everyCaseIsPassed() throws Exception {
        Map<String, JsonNode> results = run(SHARES);
        assertThat(results).as("cases run").hasSize(CASES);

        List<String> again = results.entrySet().stream()
                .filter(entry -> !isPassed(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (!again.isEmpty()) {
            results.putAll(run(List.of(again)));
        }

        assertThat(results)
                .allSatisfy((name, result) -> assertThat(isPassed(result))
                        .as("case %s: %s", name, result)
                        .isTrue());
    }

    private Map<String, JsonNode> run(List<List<String>> shares) throws Exception {
        List<AutobahnSuite.Run> runs = new ArrayList<>();
        try {
            for (List<String> cases : shares) {
                runs.add(AutobahnSuite.start(AGENT, echo.port(), runs.size(), cases));
            }
            Map<String, JsonNode> results = new TreeMap<>();
            for (AutobahnSuite.Run run : runs) {
                results.putAll(results(run.awaitReport()));
            }
            return results;
        } finally {
            runs.forEach(AutobahnSuite.Run::close);
        }
    }

    private static boolean isPassed(JsonNode result) {
        return PASSED.contains(result.path("behavior").asText())
                && PASSED.contains(result.path("behaviorClose").asText());
    }

    private static Map<String, JsonNode> results(Path report) throws IOException {
        Map<String, JsonNode> results = new TreeMap<>();
        new ObjectMapper()
                .readTree(Files.readString(report))
                .path(AGENT)
                .properties()
                .forEach(entry -> results.put(entry.getKey(), entry.getValue()));
        return results;
    }
}
