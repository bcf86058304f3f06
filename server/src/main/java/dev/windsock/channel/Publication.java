package dev.windsock.channel;

import dev.windsock.engine.Entry.Kind;
import dev.windsock.protocol.Position;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** One entry of a channel's log. Immutable but for its memory of the forms it was encoded in. */
public final class Publication {
    /** What an entry costs beside its data, all told; an estimate for the limits. */
    private static final int OVERHEAD = 256;

    private final String channel;
    private final Position position;
    private final Message message;
    private final long timeMillis;
    private final int subscribers;
    private final AtomicReferenceArray<byte[]> encoded = new AtomicReferenceArray<>(Encoding.SLOTS);

    Publication(String channel, Position position, Message message, long timeMillis, int subscribers) {
        this.channel = channel;
        this.position = position;
        this.message = message;
        this.timeMillis = timeMillis;
        this.subscribers = subscribers;
    }

    public String channel() {
        return channel;
    }

    public Position position() {
        return position;
    }

    /** Whether it is a message, or tells that somebody came or went. */
    public Kind kind() {
        return message.kind();
    }

    /** The message: one JSON value on one line. Must not be changed. */
    public byte[] data() {
        return message.data();
    }

    /** Which thing it is about, where it has one. */
    public @Nullable String key() {
        return message.key();
    }

    /** When it was published, in milliseconds since 1970. */
    public long timeMillis() {
        return timeMillis;
    }

    Message message() {
        return message;
    }

    long offset() {
        return position.offset();
    }

    /** When it must not be delivered any more; 0 for never. */
    long expiresMillis() {
        return message.ttlMillis() == 0 ? 0 : timeMillis + message.ttlMillis();
    }

    boolean isExpired(long nowMillis) {
        return message.ttlMillis() != 0 && timeMillis + message.ttlMillis() <= nowMillis;
    }

    /** The answer to who published it. */
    Published published() {
        return new Published(channel, position, subscribers, false);
    }

    /** What it weighs in a log: its data, the same again encoded, and what holds them. */
    long weight() {
        return 2L * message.data().length + OVERHEAD;
    }

    /** Two threads may both encode for the first time; the bytes are the same, so either may stay. */
    byte[] encoded(Encoding encoding) {
        byte[] bytes = encoded.get(encoding.slot());
        if (bytes == null) {
            bytes = encoding.encode(this);
            encoded.set(encoding.slot(), bytes);
        }
        return bytes;
    }
}
