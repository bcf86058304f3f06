package dev.windsock.rest;

import dev.windsock.protocol.Units;
import dev.windsock.protocol.Values;
import java.util.regex.Pattern;

/** How long a message may be delivered, as people and programs write it. */
final class TimeToLive {
    /** As many digits as 2^53 has. */
    private static final Pattern PLAIN = Pattern.compile("[0-9]{1,16}");

    private TimeToLive() {}

    /**
     * The milliseconds that a text means: {@code 30s}, {@code 500ms}, or plain milliseconds.
     *
     * @throws IllegalArgumentException where it is neither, or none; the message is for people
     */
    static long millis(String text) {
        long millis = PLAIN.matcher(text).matches()
                ? Long.parseLong(text)
                : Units.duration(text).toMillis();
        if (millis < 1 || millis >= Values.MAX_INTEGER) {
            throw new IllegalArgumentException("'" + text + "' is not from 1 to 2^53 - 1 milliseconds");
        }
        return millis;
    }
}
