package dev.windsock.channel;

import dev.windsock.protocol.Position;

/** Who a cursor reads for. All calls come on the cursor's lane, and must not block. */
public interface Subscriber {
    /** The form in which this subscriber takes publications; always the same. */
    Encoding encoding();

    /**
     * Offers the publications of the batch from an index on.
     *
     * @return how many of them the subscriber has taken, in order; fewer than there are means that it is full, and will
     *     call {@link Cursor#catchUp} when it is not
     */
    int take(Batch batch, int from);

    /** Tells that the publications between two positions are gone, before {@code next} is offered. */
    void gap(String channel, Position after, Position next);
}
