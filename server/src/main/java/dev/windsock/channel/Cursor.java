package dev.windsock.channel;

import dev.windsock.protocol.Position;
import dev.windsock.protocol.Start;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's place in one channel's log. A subscriber that cannot take more stays where it is, at the cost of this
 * object and nothing else. Used on its lane only.
 *
 * <pre>
 *   OPENED ──start──→ RECOVERING ──the log's end──→ LIVE
 *      │               │  ↑ more                     │
 *      │   credit used up ↓ │                        │
 *      │               PAUSED                        │
 *      └────────────close────────────────────────────┴──→ closed
 * </pre>
 */
public final class Cursor {
    private enum State {
        OPENED,
        RECOVERING,
        PAUSED,
        LIVE
    }

    private final Group group;
    private final Subscriber subscriber;
    /** Not kept for as long as the cursor reads. */
    private @Nullable Opening opening;

    /** Whether the reader is told when it has caught up. */
    private final boolean counted;

    private State state = State.OPENED;
    private long next;
    private long credit;
    private boolean waiting;
    private boolean full;
    private int index;

    Cursor(Group group, Subscriber subscriber, Opening opening) {
        this.group = group;
        this.subscriber = subscriber;
        this.opening = opening;
        this.next = opening.next();
        this.credit = opening.start().credit();
        this.counted = credit != Start.ALL;
    }

    /** The channel's name. */
    public String channel() {
        return group.channel().name();
    }

    /** What opening it found; to be asked before it starts. */
    public Opening opening() {
        return Objects.requireNonNull(opening, "The cursor has started");
    }

    /** The position of the last publication that was taken, or that the subscriber stated. */
    public Position position() {
        return at(next - 1);
    }

    /** Whether publications that the subscriber has missed are on their way to it, and it has room for them. */
    public boolean isRecovering() {
        return state == State.RECOVERING && !full && index != Group.OUTSIDE;
    }

    /** Begins to read: tells the gap if there is one, offers what is missed, then what comes. */
    public void start() {
        Opening found = opening();
        opening = null;
        Position since = found.start().since();
        if (since != null && found.gapTo() != 0) {
            subscriber.gap(channel(), since, at(found.gapTo()));
        }
        state = State.RECOVERING;
        if (next > found.head().offset() && next > group.channel().head()) {
            settle();
        } else {
            catchUp();
        }
    }

    /** Offers what the log has after the cursor, until the subscriber is full or has all. */
    public void catchUp() {
        full = false;
        if (wantsMore()) {
            group.lane().catchUp().add(this);
        }
    }

    /** Gives the reader so much more credit. */
    public void more(long publications) {
        if (state == State.PAUSED) {
            credit = publications;
            state = State.RECOVERING;
            catchUp();
        }
    }

    /** Ends reading. May be called twice. */
    public void close() {
        group.leave(this);
    }

    /** Whether there is something to read that the subscriber would take. */
    boolean wantsMore() {
        return (state == State.RECOVERING || state == State.LIVE)
                && index != Group.OUTSIDE
                && !full
                && (state == State.RECOVERING || next <= group.channel().head());
    }

    /** Reads a batch of its own, and tells how many bytes that was. */
    long step(Batch batch) {
        if (!wantsMore()) {
            return 0;
        }
        long floor = group.channel().read(next, batch);
        if (next < floor) {
            fall(floor);
            if (state == State.LIVE && next > floor) {
                group.channel().read(next, batch);
            }
        }
        if (index == Group.OUTSIDE) {
            return 0;
        }
        group.lane().delivered(offer(batch));
        return batch.dataBytes();
    }

    /** Notes whether the subscriber has room; {@link Group} asks for it ahead of the offer, which finds it out anyway. */
    void look() {
        full = !subscriber.isReady();
    }

    /** Offers what the batch has from the cursor on, where it reaches that far; returns how many publications were taken. */
    int offer(Batch batch) {
        if (next < batch.from() || next > batch.through() + 1 || state == State.OPENED || state == State.PAUSED) {
            return 0;
        }
        int from = batch.indexOf(next);
        int to = state == State.RECOVERING && credit != Start.ALL
                ? (int) Math.min(batch.count(), from + credit)
                : batch.count();
        int taken = from < to ? subscriber.take(batch, from, to) : 0;
        full = taken < to - from;
        if (from + taken == batch.count()) {
            next = Math.max(next, batch.through() + 1);
        } else if (taken > 0) {
            next = batch.get(from + taken - 1).offset() + 1;
        }
        if (state == State.RECOVERING && index != Group.OUTSIDE) {
            recovered(taken);
        }
        return taken;
    }

    private void recovered(int taken) {
        if (credit != Start.ALL) {
            credit -= taken;
        }
        long head = group.channel().head();
        if (next > head) {
            settle();
        } else if (credit == 0) {
            state = State.PAUSED;
            subscriber.paused(channel(), position(), at(head));
            subscriber.settled();
        }
    }

    private void settle() {
        state = State.LIVE;
        if (counted) {
            subscriber.live(channel(), position());
        }
        subscriber.settled();
    }

    /**
     * The log has let go of what came next.
     *
     * @param floor the offset from which on nothing that was wanted has been let go of
     */
    void fall(long floor) {
        if (state == State.OPENED || next >= floor) {
            return;
        }
        Rules rules = group.channel().rules();
        if (rules.behind() == Behind.DISCONNECT && state == State.LIVE) {
            subscriber.tooSlow(channel());
            return;
        }
        boolean jumps = rules.behind() == Behind.GAP && state == State.LIVE;
        Position after = at(next - 1);
        next = jumps ? Math.max(floor, group.channel().head()) : floor;
        subscriber.gap(channel(), after, at(next));
    }

    /** Notes that it waits for its turn to catch up, or has had it; returns whether that is news. */
    boolean wait(boolean waits) {
        boolean news = waiting != waits;
        waiting = waits;
        return news;
    }

    RecoveryBudget budget() {
        return group.channel().recoveryBudget();
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
