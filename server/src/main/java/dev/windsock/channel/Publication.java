package dev.windsock.channel;

import dev.windsock.protocol.Position;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** One entry of a channel's log. Immutable but for its memory of the forms it was encoded in. */
public final class Publication {
    /** What an entry costs beside its data, all told; an estimate for the limits. */
    private static final int OVERHEAD = 256;

    private final String channel;
    private final Position position;
    private final byte[] data;
    private final long timeMillis;
    private final AtomicReferenceArray<byte[]> encoded = new AtomicReferenceArray<>(Encoding.SLOTS);

    Publication(String channel, Position position, byte[] data, long timeMillis) {
        this.channel = channel;
        this.position = position;
        this.data = data;
        this.timeMillis = timeMillis;
    }

    public String channel() {
        return channel;
    }

    public Position position() {
        return position;
    }

    /** The message: one JSON value on one line. Must not be changed. */
    public byte[] data() {
        return data;
    }

    long timeMillis() {
        return timeMillis;
    }

    /** What it weighs in a log: its data, the same again encoded, and what holds them. */
    long weight() {
        return 2L * data.length + OVERHEAD;
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
