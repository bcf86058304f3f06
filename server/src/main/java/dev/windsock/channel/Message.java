package dev.windsock.channel;

import dev.windsock.engine.Entry.Kind;
import dev.windsock.engine.Origin;
import dev.windsock.protocol.Position;
import org.jspecify.annotations.Nullable;

/**
 * What is to be published.
 *
 * @param kind what it becomes in the log
 * @param data one JSON value on one line; it is kept, and must not be changed
 * @param key which thing it is about, where it has one
 * @param ttlMillis how long it may be delivered; 0 for as long as the log keeps it
 * @param version it is published only where it is above the last one of the channel and key; 0 for no condition
 * @param ifMatch it is published only where this is the log's newest position; null for no condition
 * @param origin by what a repeat of it is known; null where it is not
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Message(
        Kind kind,
        byte[] data,
        @Nullable String key,
        long ttlMillis,
        long version,
        @Nullable Position ifMatch,
        @Nullable Origin origin) {

    /** A message and nothing else. */
    public static Message of(byte[] data) {
        return new Message(Kind.MESSAGE, data, null, 0, 0, null, null);
    }

    /** The same, known by its origin. */
    public Message from(Origin by) {
        return new Message(kind, data, key, ttlMillis, version, ifMatch, by);
    }
}
