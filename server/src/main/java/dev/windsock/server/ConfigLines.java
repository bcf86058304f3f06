package dev.windsock.server;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where in a TOML file something stands, since its parser tells that of faults in the syntax only. Knows the forms that people
 * write: a table's header, and a key at the begin of a line.
 */
final class ConfigLines {
    private static final String NAME = "(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')";
    private static final String PATH = NAME + "(?:\\s*\\.\\s*" + NAME + ")*";
    private static final Pattern HEADER = Pattern.compile("\\s*\\[\\[?\\s*(" + PATH + ")\\s*]]?\\s*(?:#.*)?");
    private static final Pattern KEY = Pattern.compile("\\s*(" + PATH + ")\\s*=.*");
    private static final Pattern NAMES = Pattern.compile(NAME);

    private final List<List<String>> paths;

    /** Reads the lines of a file that is TOML. */
    ConfigLines(String toml) {
        this.paths = paths(toml);
    }

    /** For each line, the path of what stands there; empty where that is nothing. */
    private static List<List<String>> paths(String toml) {
        List<List<String>> paths = new ArrayList<>();
        List<String> table = List.of();
        for (String line : toml.split("\n", -1)) {
            String content = line.strip();
            Matcher header = HEADER.matcher(content);
            Matcher key = KEY.matcher(content);
            if (header.matches()) {
                table = names(header.group(1));
                paths.add(table);
            } else if (key.matches()) {
                paths.add(Stream.concat(table.stream(), names(key.group(1)).stream())
                        .toList());
            } else {
                paths.add(List.of());
            }
        }
        return paths;
    }

    private static List<String> names(String path) {
        return NAMES.matcher(path)
                .results()
                .map(found -> found.group())
                .map(name ->
                        name.startsWith("\"") || name.startsWith("'") ? name.substring(1, name.length() - 1) : name)
                .toList();
    }

    /** The first line, counted from 1, of a table or a key, or else of the table that it is in. */
    OptionalInt of(List<String> path) {
        for (int length = path.size(); length > 0; length--) {
            List<String> wanted = path.subList(0, length);
            for (int i = 0; i < paths.size(); i++) {
                if (startsWith(paths.get(i), wanted)) {
                    return OptionalInt.of(i + 1);
                }
            }
        }
        return OptionalInt.empty();
    }

    private static boolean startsWith(List<String> path, List<String> start) {
        return path.size() >= start.size() && path.subList(0, start.size()).equals(start);
    }
}
