package dev.windsock.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windsock.transport.Networks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One table of the configuration file. All complaints are for people, and begin with the key. */
final class ConfigTable {
    private final JsonNode table;

    /**
     * Takes a table that may have these keys and no others; none where it is not there.
     *
     * @throws IllegalArgumentException where it has another
     */
    ConfigTable(JsonNode table, String... keys) {
        this.table = table;
        if (!table.isObject() && !table.isMissingNode()) {
            throw new IllegalArgumentException("must be a table");
        }
        table.fieldNames().forEachRemaining(key -> {
            if (!Set.of(keys).contains(key)) {
                throw new IllegalArgumentException("has no key `" + key + "`; there are " + String.join(" and ", keys));
            }
        });
    }

    /** The rule of one table of networks. */
    static Networks.Rule network(JsonNode node) {
        ConfigTable table = new ConfigTable(node, "cidr", ConfigTransports.KEY);
        return new Networks.Rule(
                table.strings("cidr", List.of()), ConfigTransports.read(table.required(ConfigTransports.KEY)));
    }

    private JsonNode required(String key) {
        if (!table.has(key)) {
            throw new IllegalArgumentException("needs the key `" + key + "`");
        }
        return table.path(key);
    }

    /** The strings of a key, which may be one alone, or a list of one or more. */
    List<String> strings(String key, List<String> absent) {
        JsonNode value = table.path(key);
        if (value.isMissingNode()) {
            return absent;
        }
        List<String> strings = new ArrayList<>();
        for (JsonNode one : value.isArray() ? value : List.of(value)) {
            if (!one.isTextual()) {
                throw ConfigRules.wrong(key, "a string or a list of strings", value);
            }
            strings.add(one.textValue());
        }
        if (strings.isEmpty()) {
            throw ConfigRules.wrong(key, "a string or a list of strings", value);
        }
        return strings;
    }
}
