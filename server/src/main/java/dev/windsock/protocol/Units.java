package dev.windsock.protocol;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads sizes and durations as people write them. */
public final class Units {
    private static final Pattern QUANTITY = Pattern.compile("([0-9]{1,15})([a-z]*)", Pattern.CASE_INSENSITIVE);
    private static final Map<String, Long> BYTES = Map.of("", 1L, "b", 1L, "k", 1L << 10, "m", 1L << 20, "g", 1L << 30);
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "min", 60_000L, "h", 3_600_000L);

    private static final int MAX_ARRAY = 1 << 30;

    private Units() {}

    /**
     * A number of bytes such as {@code 65536}, {@code 64k} or {@code 1m}; k is 1,024.
     *
     * @throws IllegalArgumentException where it is none; the message is for people
     */
    public static long bytes(String text) {
        return read(text, BYTES, "is not a size; write 65536, 64k, 1m or 2g");
    }

    /**
     * A number of bytes that one array can have.
     *
     * @throws IllegalArgumentException where it is none; the message is for people
     */
    public static int arraySize(String text) {
        long bytes = bytes(text);
        if (bytes > MAX_ARRAY) {
            throw new IllegalArgumentException("'" + text + "' is too large");
        }
        return (int) bytes;
    }

    /**
     * A duration such as {@code 500ms}, {@code 25s}, {@code 5m} or {@code 1h}.
     *
     * @throws IllegalArgumentException where it is none; the message is for people
     */
    public static Duration duration(String text) {
        return Duration.ofMillis(read(text, MILLIS, "is not a duration; write 500ms, 25s, 5m or 1h"));
    }

    /**
     * How long the disk may take: {@code each} for no time, or a duration.
     *
     * @throws IllegalArgumentException where it is neither; the message is for people
     */
    public static Duration sync(String text) {
        if (text.strip().equalsIgnoreCase("each")) {
            return Duration.ZERO;
        }
        Duration time = Duration.ofMillis(read(text, MILLIS, "is not a time to sync; write each, or 100ms or 1s"));
        if (time.isZero()) {
            throw new IllegalArgumentException("'" + text + "' is no time; write each, or 1ms or more");
        }
        return time;
    }

    private static long read(String text, Map<String, Long> units, String complaint) {
        Matcher quantity = QUANTITY.matcher(text.strip());
        Long unit = quantity.matches() ? units.get(quantity.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("'" + text + "' " + complaint);
        }
        try {
            return Math.multiplyExact(Long.parseLong(quantity.group(1)), unit);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is too large", e);
        }
    }
}
