package dev.windsock.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The expected JSON of an example, with what the protocol's document lets stand open in it.
 *
 * <p>{@code "$name"} stands for any value, the same one wherever the name stands; {@code …} as a member of an object
 * lets further members follow. The order of members does not matter, that of elements does.
 */
final class Template {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OPEN = "…";

    private final String text;
    private final JsonNode expected;

    private Template(String text, JsonNode expected) {
        this.text = text;
        this.expected = expected;
    }

    static Template of(String text) {
        return new Template(text, parse(withOpenAsMember(text)));
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("Not JSON: " + json, broken);
        }
    }

    JsonNode expected() {
        return expected;
    }

    /** The bindings after the match, or empty where the value is another one. */
    Optional<Map<String, JsonNode>> match(JsonNode actual, Map<String, JsonNode> bindings) {
        Map<String, JsonNode> bound = new HashMap<>(bindings);
        return matches(expected, actual, bound) ? Optional.of(bound) : Optional.empty();
    }

    private static boolean matches(JsonNode expected, JsonNode actual, Map<String, JsonNode> bound) {
        if (expected.isTextual() && expected.textValue().startsWith("$")) {
            JsonNode before = bound.putIfAbsent(expected.textValue(), actual);
            return before == null || before.equals(actual);
        }
        if (expected.isObject() && actual.isObject()) {
            return objectMatches(expected, actual, bound);
        }
        if (expected.isArray() && actual.isArray()) {
            return arrayMatches(expected, actual, bound);
        }
        return expected.equals(actual);
    }

    private static boolean objectMatches(JsonNode expected, JsonNode actual, Map<String, JsonNode> bound) {
        boolean open = expected.has(OPEN);
        int named = expected.size() - (open ? 1 : 0);
        if (open ? actual.size() < named : actual.size() != named) {
            return false;
        }
        return expected.properties().stream()
                .filter(member -> !member.getKey().equals(OPEN))
                .allMatch(member ->
                        actual.has(member.getKey()) && matches(member.getValue(), actual.get(member.getKey()), bound));
    }

    private static boolean arrayMatches(JsonNode expected, JsonNode actual, Map<String, JsonNode> bound) {
        if (expected.size() != actual.size()) {
            return false;
        }
        for (int i = 0; i < expected.size(); i++) {
            if (!matches(expected.get(i), actual.get(i), bound)) {
                return false;
            }
        }
        return true;
    }

    /** Makes JSON of it: a {@code …} outside of strings becomes a member of that name. */
    private static String withOpenAsMember(String text) {
        StringBuilder json = new StringBuilder();
        boolean inString = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && (i == 0 || text.charAt(i - 1) != '\\')) {
                inString = !inString;
            }
            json.append(c == '…' && !inString ? "\"" + OPEN + "\":true" : String.valueOf(c));
        }
        return json.toString();
    }

    @Override
    public String toString() {
        return text;
    }
}
