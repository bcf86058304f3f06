package dev.windsock.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windsock.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of the doctor, the same for the page and the command line: which sentence an outcome is told by. */
final class Words {
    private static final String RESOURCE = "/META-INF/windsock/doctor/words.json";
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");
    private static final double SECOND = 1_000;
    private static final double MINUTE = 60_000;
    private static final double HOUR = 3_600_000;

    private final JsonNode root;

    private Words(JsonNode root) {
        this.root = root;
    }

    static Words load() {
        try (InputStream in = Objects.requireNonNull(Words.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new Words(Json.mapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode headlines() {
        return root.path("headlines");
    }

    String summary(String name) {
        return root.path("summary").path(name).asText();
    }

    String verdict(String name) {
        return root.path("verdicts").path(name).asText();
    }

    /** What is said of a box that does not give its name. */
    String unnamed() {
        return root.path("unnamed").asText();
    }

    /** A status with what it means. */
    String status(int status) {
        return root.path("statuses").path(String.valueOf(status)).asText(String.valueOf(status));
    }

    String title(String check) {
        return root.path("checks").path(check).path("title").asText();
    }

    /** The sentences of an outcome, and its verdict. */
    JsonNode outcome(Outcome outcome) {
        JsonNode found = root.path("checks")
                .path(outcome.check())
                .path("outcomes")
                .path(outcome.found().code());
        if (found.isMissingNode()) {
            throw new IllegalStateException(
                    "No words for " + outcome.check() + ' ' + outcome.found().code());
        }
        return found;
    }

    /** Puts values into the places of a sentence. */
    static String fill(String template, Map<String, Object> values, String place) {
        Matcher matcher = PLACE.matcher(template);
        return matcher.replaceAll(match -> Matcher.quoteReplacement(text(match.group(1), values, place)))
                .strip();
    }

    private static String text(String name, Map<String, Object> values, String place) {
        if (name.equals("place")) {
            return place;
        }
        Object value = values.getOrDefault(name, "");
        return value instanceof Double ms ? time(ms) : String.valueOf(value);
    }

    /** A time for people. */
    static String time(double ms) {
        if (ms < SECOND) {
            return Math.round(ms) + " ms";
        }
        if (ms < 2 * MINUTE) {
            String seconds = String.format(Locale.ROOT, "%.1f", ms / SECOND);
            return (seconds.endsWith(".0") ? seconds.substring(0, seconds.length() - 2) : seconds) + " s";
        }
        return ms < 2 * HOUR ? Math.round(ms / MINUTE) + " minutes" : Math.round(ms / HOUR) + " hours";
    }
}
