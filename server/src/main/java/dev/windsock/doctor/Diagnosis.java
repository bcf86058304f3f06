package dev.windsock.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * What was found, for people.
 *
 * @param level 0: all is well; 1: it works, not as well as it could; 2: it does not work
 * @param lead what comes before the causes
 * @param causes what is in the way, the gravest first
 * @param asks what can be done against it
 */
public record Diagnosis(
        int level, String headline, String lead, List<String> causes, String help, List<String> asks, List<Row> rows) {

    /** One check. */
    public record Row(
            String check,
            String title,
            String code,
            String verdict,
            String verdictWords,
            String says,
            Map<String, Object> values,
            List<String> evidence) {}

    /** Puts outcomes into the doctor's words. */
    static Diagnosis of(List<Outcome> outcomes, Words words, String place) {
        JsonNode headline = headline(outcomes, words);
        boolean works = headline.path("works").asBoolean();
        List<Outcome> troubles = new ArrayList<>(judged("bad", outcomes, words));
        troubles.addAll(judged("partly", outcomes, words));
        List<Outcome> told = new ArrayList<>(troubles);
        if (!troubles.isEmpty()) {
            told.addAll(judged("note", outcomes, words));
        }
        int working = troubles.isEmpty() ? 0 : 1;
        return new Diagnosis(
                works ? working : 2,
                headline.path("says").asText(),
                lead(headline, works, troubles.isEmpty(), words),
                sentences("brief", told, words, place),
                words.summary("asks"),
                sentences("ask", troubles, words, place),
                outcomes.stream().map(outcome -> row(outcome, words, place)).toList());
    }

    private static String lead(JsonNode headline, boolean works, boolean nothing, Words words) {
        if (nothing) {
            return words.summary(works ? "all" : "unknown");
        }
        return headline.path("lead").asText(words.summary(works ? "reduced" : "broken"));
    }

    private static JsonNode headline(List<Outcome> outcomes, Words words) {
        return StreamSupport.stream(words.headlines().spliterator(), false)
                .filter(one -> one.path("when").properties().stream()
                        .allMatch(wanted -> holds(wanted.getKey(), wanted.getValue(), outcomes, words)))
                .findFirst()
                .orElseThrow();
    }

    /** Whether the check's outcome has one of these codes or verdicts. */
    private static boolean holds(String check, JsonNode wanted, List<Outcome> outcomes, Words words) {
        return outcomes.stream()
                .filter(outcome -> outcome.check().equals(check))
                .anyMatch(outcome -> StreamSupport.stream(wanted.spliterator(), false)
                        .map(JsonNode::asText)
                        .anyMatch(one -> one.equals(outcome.found().code()) || one.equals(verdict(outcome, words))));
    }

    private static String verdict(Outcome outcome, Words words) {
        return words.outcome(outcome).path("verdict").asText();
    }

    private static List<Outcome> judged(String verdict, List<Outcome> outcomes, Words words) {
        return outcomes.stream()
                .filter(outcome -> verdict(outcome, words).equals(verdict))
                .toList();
    }

    private static List<String> sentences(String kind, List<Outcome> outcomes, Words words, String place) {
        return outcomes.stream()
                .map(outcome -> Words.fill(
                        words.outcome(outcome).path(kind).asText(),
                        outcome.found().values(),
                        place))
                .filter(sentence -> !sentence.isEmpty())
                .distinct()
                .toList();
    }

    private static Row row(Outcome outcome, Words words, String place) {
        String verdict = verdict(outcome, words);
        Map<String, Object> values = outcome.found().values();
        return new Row(
                outcome.check(),
                words.title(outcome.check()),
                outcome.found().code(),
                verdict,
                words.verdict(verdict),
                Words.fill(words.outcome(outcome).path("says").asText(), values, place),
                values,
                outcome.evidence());
    }
}
