package dev.windsock.channel;

import dev.windsock.protocol.Position;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's place in one channel's log. A subscriber that cannot take more stays where it is, at the cost of this
 * object and nothing else. Used on its lane only.
 *
 * <pre>
 *   opened ──start──→ caught up ⇄ behind
 *      └───────close──────┴──────────┴───→ closed
 * </pre>
 */
public final class Cursor {
    private final Group group;
    private final Subscriber subscriber;
    private final Position head;
    private final @Nullable Position stated;
    private final boolean recovered;
    private long next;
    private boolean started;
    private int index;

    Cursor(Group group, Subscriber subscriber, Position head, @Nullable Position stated, boolean recovered, long next) {
        this.group = group;
        this.subscriber = subscriber;
        this.head = head;
        this.stated = stated;
        this.recovered = recovered;
        this.next = next;
    }

    /** The channel's name. */
    public String channel() {
        return group.channel().name();
    }

    /** The log's newest position when the cursor was opened. */
    public Position head() {
        return head;
    }

    /** Whether all publications after the stated position follow; null where none was stated. */
    public @Nullable Boolean recovered() {
        return stated == null ? null : recovered;
    }

    /** The position of the last publication that was taken, or that the subscriber stated. */
    public Position position() {
        return at(next - 1);
    }

    /** Begins to read: tells the gap if there is one, offers what is missed, then what comes. */
    public void start() {
        started = true;
        if (stated != null && !recovered) {
            subscriber.gap(channel(), stated, at(next));
        }
        catchUp();
    }

    /** Offers what the log has after the cursor, until the subscriber is full or has all. */
    public void catchUp() {
        group.catchUp(this);
    }

    /** Ends reading. May be called twice. */
    public void close() {
        group.leave(this);
    }

    /** Offers a batch of which the cursor's next publication is at the index {@code next - first}. */
    void offer(Batch batch) {
        long from = next - batch.first();
        if (started && from >= 0 && from < batch.count()) {
            next += subscriber.take(batch, (int) from);
        }
    }

    /** Jumps to the oldest publication that is kept, and says so, where the log has let go of what came next. */
    void fallTo(long tail) {
        if (started && next < tail) {
            Position after = at(next - 1);
            next = tail;
            subscriber.gap(channel(), after, at(tail));
        }
    }

    long next() {
        return next;
    }

    int index() {
        return index;
    }

    void index(int i) {
        index = i;
    }

    Subscriber subscriber() {
        return subscriber;
    }

    private Position at(long offset) {
        return new Position(group.channel().epoch(), offset);
    }
}
