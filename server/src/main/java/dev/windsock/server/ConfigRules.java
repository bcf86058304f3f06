package dev.windsock.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windsock.channel.Behind;
import dev.windsock.channel.Publishers;
import dev.windsock.channel.Rules;
import dev.windsock.protocol.TransportName;
import dev.windsock.protocol.Units;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules of one table of the configuration file so far. All methods' complaints are for people, and begin with the key. */
final class ConfigRules {
    private static final int MAX_SHOWN = 60;

    private int logCount;
    private long logSize;
    private Duration logAge;
    private boolean recovery;
    private Behind behind;
    private boolean presence;
    private boolean joins;
    private Publishers publish;
    private Set<TransportName> transports;

    /**
     * @param base what holds where the table says nothing
     */
    ConfigRules(Rules base) {
        logCount = base.logCount();
        logSize = base.logBytes();
        logAge = base.logAge();
        recovery = base.recovery();
        behind = base.behind();
        presence = base.presence();
        joins = base.joins();
        publish = base.publishers();
        transports = base.transports();
    }

    /**
     * Sets one rule.
     *
     * @throws IllegalArgumentException where there is no such rule, or it cannot have the value
     */
    void set(String key, JsonNode value) {
        switch (key) {
            case "log-count" -> logCount = count(key, value);
            case "log-size" -> logSize = size(key, value);
            case "log-age" -> logAge = age(key, value);
            case "recovery" -> recovery = flag(key, value);
            case "behind" -> behind = choice(key, value, Behind.values());
            case "presence" -> presence = flag(key, value);
            case "joins" -> joins = flag(key, value);
            case "publish" -> publish = choice(key, value, Publishers.values());
            case "transports" -> transports = ConfigTransports.read(value);
            default ->
                throw new IllegalArgumentException("has no key `" + key + "`; there are log-count, log-size, log-age,"
                        + " recovery, behind, presence, joins, publish and transports");
        }
    }

    /**
     * The rules, when all are set.
     *
     * @throws IllegalArgumentException where they do not go together
     */
    Rules rules() {
        if (joins && !presence) {
            throw new IllegalArgumentException(
                    "has `joins = true` without presence; set `presence = true`, or `joins = false`");
        }
        return new Rules(logCount, logSize, logAge, recovery, behind, presence, joins, publish, transports);
    }

    private static int count(String key, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
            throw wrong(key, "an integer from 1 to " + Integer.MAX_VALUE, value);
        }
        return value.intValue();
    }

    private static long size(String key, JsonNode value) {
        long bytes = value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : 0;
        try {
            bytes = value.isTextual() ? Units.bytes(value.textValue()) : bytes;
        } catch (IllegalArgumentException e) {
            bytes = 0;
        }
        if (bytes < 1) {
            throw wrong(key, "a size of 1 byte or more, such as \"4m\" or 65536", value);
        }
        return bytes;
    }

    private static Duration age(String key, JsonNode value) {
        Duration age = Duration.ZERO;
        try {
            age = value.isTextual() ? Units.duration(value.textValue()) : age;
        } catch (IllegalArgumentException e) {
            // told below, as for every other value that is none
        }
        if (age.isZero()) {
            throw wrong(key, "a duration above 0, such as \"500ms\", \"25s\", \"5m\" or \"1h\"", value);
        }
        return age;
    }

    private static boolean flag(String key, JsonNode value) {
        if (!value.isBoolean()) {
            throw wrong(key, "true or false", value);
        }
        return value.booleanValue();
    }

    private static <T extends Enum<T>> T choice(String key, JsonNode value, T[] choices) {
        return Arrays.stream(choices)
                .filter(choice -> value.isTextual() && word(choice).equals(value.textValue()))
                .findFirst()
                .orElseThrow(() -> wrong(
                        key,
                        Arrays.stream(choices)
                                .map(choice -> '"' + word(choice) + '"')
                                .collect(Collectors.joining(" or ")),
                        value));
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    static IllegalArgumentException wrong(String key, String allowed, JsonNode value) {
        String text = value.toString();
        String shown = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + '…' : text;
        return new IllegalArgumentException('`' + key + "` must be " + allowed + ", not " + shown);
    }
}
