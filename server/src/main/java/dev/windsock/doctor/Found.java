package dev.windsock.doctor;

import java.util.Map;

/**
 * Which outcome of a check, and with what.
 *
 * @param code which of the check's outcomes in the words
 * @param values what the sentences have places for: a {@link Double} is a time in ms, all else is text
 */
record Found(String code, Map<String, Object> values) {
    static Found of(String code) {
        return new Found(code, Map.of());
    }

    static Found of(String code, String name, Object value) {
        return new Found(code, Map.of(name, value));
    }

    static Found of(String code, Map<String, Object> values) {
        return new Found(code, values);
    }
}
