package dev.windsock.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.windsock.channel.Namespaces;
import dev.windsock.channel.Rules;
import dev.windsock.transport.Networks;
import dev.windsock.transport.Proxies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The configuration file: the rules of channels, of networks, of proxies and of the metrics. docs/configuration.md tells what may be in it. */
final class ConfigFile {
    private static final String DEFAULTS = "defaults";
    private static final String NAMESPACES = "namespaces";
    private static final String NETWORKS = "networks";
    private static final String PROXIES = "proxies";
    private static final String METRICS = "metrics";
    private static final Set<String> TABLES = Set.of(DEFAULTS, NAMESPACES, PROXIES, METRICS);

    /** What may stand before the first colon of a channel's name. */
    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.~@-]{0,126}");

    private final Path file;
    private final ConfigLines lines;
    private final JsonNode root;

    private ConfigFile(Path file, String toml, JsonNode root) {
        this.file = file;
        this.lines = new ConfigLines(toml);
        this.root = root;
    }

    /**
     * Reads a file.
     *
     * @throws ConfigException where it cannot be read, or is not TOML
     */
    static ConfigFile read(Path file) {
        String toml = text(file);
        try {
            return new ConfigFile(file, toml, new TomlMapper().readTree(toml));
        } catch (JsonProcessingException e) {
            throw new ConfigException(file, line(e), "not TOML: " + e.getOriginalMessage());
        }
    }

    /** A file that says nothing. */
    static ConfigFile empty() {
        return new ConfigFile(Path.of(""), "", JsonNodeFactory.instance.objectNode());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException(file, "there is no such file");
        } catch (CharacterCodingException e) {
            throw new ConfigException(file, "not UTF-8");
        } catch (IOException | UncheckedIOException e) {
            throw new ConfigException(file, "cannot be read: " + e.getMessage());
        }
    }

    /** Of a key that is stated twice the parser tells what comes after it. */
    private static OptionalInt line(JsonProcessingException e) {
        boolean known = e.getLocation() != null && !e.getOriginalMessage().startsWith("Duplicate key");
        return known ? OptionalInt.of(e.getLocation().getLineNr()) : OptionalInt.empty();
    }

    /**
     * The rules that the file makes.
     *
     * @param override what wins over the file's defaults
     * @throws ConfigException where something in it cannot be
     */
    Namespaces namespaces(UnaryOperator<Rules> override) {
        checkTables();
        Rules defaults = override.apply(rules(List.of(DEFAULTS), root.path(DEFAULTS), Rules.defaults()));
        Map<String, Rules> listed = new LinkedHashMap<>();
        root.path(NAMESPACES)
                .properties()
                .forEach(namespace -> listed.put(
                        namespace.getKey(),
                        rules(List.of(NAMESPACES, name(namespace.getKey())), namespace.getValue(), defaults)));
        return new Namespaces(defaults, listed);
    }

    /**
     * Which transports are offered where.
     *
     * @throws ConfigException where something in it cannot be
     */
    Networks networks() {
        JsonNode tables = root.path(NETWORKS);
        return reading(List.of(NETWORKS), "[[networks]]", () -> {
            if (!tables.isArray() && !tables.isMissingNode()) {
                throw new IllegalArgumentException("must be tables, such as [[networks]] and what is below it");
            }
            List<Networks.Rule> rules = new ArrayList<>();
            tables.forEach(table -> rules.add(ConfigTable.network(table)));
            return Networks.of(rules);
        });
    }

    /**
     * Who is believed when it tells where a client is.
     *
     * @param ranges what wins over the file's; null where nothing does
     * @param header what wins over the file's; null where nothing does
     */
    Proxies proxies(@Nullable List<String> ranges, @Nullable String header) {
        return reading(List.of(PROXIES), title(List.of(PROXIES)), () -> {
            ConfigTable table = new ConfigTable(root.path(PROXIES), "trusted", "header");
            List<String> named = table.strings("header", List.of("x-forwarded-for"));
            return Proxies.trusted(
                    ranges == null ? table.strings("trusted", List.of()) : ranges,
                    Proxies.Header.of(header == null ? named.getFirst() : header));
        });
    }

    /** Who may read the metrics. */
    MetricsAccess metrics() {
        return reading(
                List.of(METRICS),
                title(List.of(METRICS)),
                () -> MetricsAccess.of(
                        new ConfigTable(root.path(METRICS), "allow").strings("allow", List.of("loopback"))));
    }

    private <T> T reading(List<String> path, String title, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException e) {
            throw wrong(path, title + ' ' + e.getMessage());
        }
    }

    private void checkTables() {
        root.properties().forEach(table -> {
            String name = table.getKey();
            if (!name.equals(NETWORKS) && !TABLES.contains(name)) {
                throw wrong(
                        List.of(name),
                        "there is no table `" + name
                                + "`; there are [defaults], [namespaces.NAME], [[networks]], [proxies] and [metrics]");
            }
            if (!name.equals(NETWORKS) && !table.getValue().isObject()) {
                throw wrong(List.of(name), "`" + name + "` must be a table, such as [defaults] or [namespaces.chat]");
            }
        });
    }

    private String name(String namespace) {
        if (!NAMESPACE.matcher(namespace).matches()) {
            throw wrong(
                    List.of(NAMESPACES, namespace),
                    "no channel can be in the namespace `" + namespace + "`: a namespace's name has 1 to 127 of the"
                            + " characters A-Z a-z 0-9 _ . ~ @ - and begins with a letter or a digit");
        }
        return namespace;
    }

    private Rules rules(List<String> path, JsonNode table, Rules base) {
        if (!table.isObject() && !table.isMissingNode()) {
            throw wrong(path, title(path) + " must be a table");
        }
        ConfigRules rules = new ConfigRules(base);
        table.properties().forEach(entry -> {
            try {
                rules.set(entry.getKey(), entry.getValue());
            } catch (IllegalArgumentException e) {
                throw wrong(with(path, entry.getKey()), title(path) + ' ' + e.getMessage());
            }
        });
        try {
            return rules.rules();
        } catch (IllegalArgumentException e) {
            throw wrong(path, title(path) + ' ' + e.getMessage());
        }
    }

    private static List<String> with(List<String> path, String key) {
        return Stream.concat(path.stream(), Stream.of(key)).toList();
    }

    private static String title(List<String> path) {
        return '[' + String.join(".", path) + ']';
    }

    private ConfigException wrong(List<String> path, String message) {
        return new ConfigException(file, lines.of(path), message);
    }
}
