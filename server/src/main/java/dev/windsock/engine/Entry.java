package dev.windsock.engine;

import dev.windsock.protocol.Position;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a channel's log, as an engine keeps it. The array is shared and must not be changed.
 *
 * @param channel the channel's name
 * @param position where it is: the log's epoch, and an offset above that of every entry before it
 * @param data one JSON value on one line; empty where only the rest is still remembered
 * @param key which thing it is about, where it says so
 * @param timeMillis when it was published, in ms since 1970
 * @param expiresMillis from when on it is not delivered any more, in ms since 1970; 0 for never
 * @param version the version of the thing that it is about; 0 for none
 * @param origin who published it, where a repeat must be known again
 */
public record Entry(
        String channel,
        Position position,
        Kind kind,
        byte[] data,
        @Nullable String key,
        long timeMillis,
        long expiresMillis,
        long version,
        @Nullable Origin origin) {
    private static final byte[] NOTHING = {};

    /** What an entry is. */
    public enum Kind {
        MESSAGE,
        JOIN,
        LEAVE
    }

    /** The same without its data: what is remembered of it when the log has let go of it. */
    public Entry withoutData() {
        return new Entry(channel, position, kind, NOTHING, key, timeMillis, expiresMillis, version, origin);
    }
}
