package dev.windsock.channel;

import org.jspecify.annotations.Nullable;

/**
 * The publications of one channel that are still kept, in a ring that grows with need. Not thread-safe: its channel
 * guards it.
 */
final class Log {
    private static final int INITIAL = 4;

    private final ChannelLimits limits;
    private @Nullable Publication[] ring = new Publication[INITIAL];
    private long tail = 1;
    private long head;
    private long bytes;

    Log(ChannelLimits limits) {
        this.limits = limits;
    }

    /** The offset of the newest publication there has been, 0 where there was none. */
    long head() {
        return head;
    }

    /** The offset of the oldest publication that is kept; {@code head() + 1} where none is. */
    long tail() {
        return tail;
    }

    long bytes() {
        return bytes;
    }

    void append(Publication publication) {
        if (size() == ring.length) {
            grow();
        }
        head++;
        ring[index(head)] = publication;
        bytes += publication.weight();
    }

    /** Lets go of what is beyond the limits, and tells how many bytes that was. */
    long trim(long nowMillis) {
        long before = bytes;
        long oldest = nowMillis - limits.logAge().toMillis();
        while (size() > limits.logCount()
                || size() > 1 && bytes > limits.logBytes()
                || size() > 0 && get(tail).timeMillis() < oldest) {
            dropOldest();
        }
        if (size() == 0 && ring.length > INITIAL) {
            ring = new Publication[INITIAL];
        }
        return before - bytes;
    }

    private void dropOldest() {
        bytes -= get(tail).weight();
        ring[index(tail)] = null;
        tail++;
    }

    Publication get(long offset) {
        Publication publication = ring[index(offset)];
        if (publication == null) {
            throw new IllegalArgumentException("Offset " + offset + " is not kept");
        }
        return publication;
    }

    int size() {
        return (int) (head - tail + 1);
    }

    private void grow() {
        @Nullable Publication[] larger = new Publication[2 * ring.length];
        for (long offset = tail; offset <= head; offset++) {
            larger[(int) (offset & larger.length - 1)] = ring[index(offset)];
        }
        ring = larger;
    }

    private int index(long offset) {
        return (int) (offset & ring.length - 1);
    }
}
