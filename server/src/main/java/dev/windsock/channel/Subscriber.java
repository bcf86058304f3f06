package dev.windsock.channel;

import dev.windsock.protocol.Position;

/** Who a cursor reads for. All calls come on the cursor's lane, and must not block. */
public interface Subscriber {
    /** The form in which this subscriber takes publications; always the same. */
    Encoding encoding();

    /** Whether it has room, as far as it knows before it tries. Where it has none, it calls {@link Cursor#catchUp} when it has. */
    boolean isReady();

    /**
     * Offers the publications of the batch from an index up to another.
     *
     * @param to the index after the last
     * @return how many of them the subscriber has taken, in order; fewer than there are means that it is full, and will
     *     call {@link Cursor#catchUp} when it is not
     */
    int take(Batch batch, int from, int to);

    /** Tells that the publications between two positions are gone, before {@code next} is offered. */
    void gap(String channel, Position after, Position next);

    /** Tells that the reader has used up its credit: nothing comes after {@code position} until it has more. */
    default void paused(String channel, Position position, Position head) {}

    /** Tells that the reader has all that was missed, where it had stated a credit: what comes now is live. */
    default void live(String channel, Position position) {}

    /** Tells that what the reader missed last has been read, so that it waits for nothing any more. */
    default void settled() {}

    /** Tells that the reader is so slow that its connection has to end, as the channel's rules say. */
    void tooSlow(String channel);
}
