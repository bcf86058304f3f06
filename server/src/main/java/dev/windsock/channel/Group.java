package dev.windsock.channel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The cursors of one channel on one lane. However many publications have come since it last ran, it is woken once, and
 * offers them to each of its cursors in one batch. But for {@link #wake} it is used on its lane only.
 */
final class Group implements Runnable {
    /** The index of a cursor that is not in its group. */
    static final int OUTSIDE = -1;

    /** So many rounds in a row, then the thread's sockets have their turn. */
    private static final int ROUNDS = 8;

    private static final long PAUSE_MILLIS = 1;

    /** So many cursors are looked at before the first of them is offered to. */
    private static final int AHEAD = 16;

    private final Channel channel;
    private final Lane lane;
    private final AtomicBoolean woken = new AtomicBoolean();
    private @Nullable Cursor[] cursors = new Cursor[1];
    private int size;

    /** Up to where this group has offered to all. */
    private long offered;

    private int rounds;

    Group(Channel channel, Lane lane, long head) {
        this.channel = channel;
        this.lane = lane;
        this.offered = head;
    }

    Channel channel() {
        return channel;
    }

    Lane lane() {
        return lane;
    }

    /** Called by publishers, on any thread. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            Lane.wake(this);
        }
    }

    @Override
    public void run() {
        woken.set(false);
        Batch batch = lane.batch();
        long floor = channel.read(offered + 1, batch);
        if (offered + 1 < floor) {
            fall(floor);
        }
        offered = batch.through();
        // Also where all that there is to pass is gone, since whoever stays before it would be taken to be behind.
        if (offered >= batch.from()) {
            offer(batch);
        }
        if (channel.head() > offered) {
            goOn();
        } else {
            rounds = 0;
        }
    }

    /**
     * Backwards, since a cursor that closes while it is offered to gives its place to the last one. What leads from a cursor
     * to its socket has gone cold since the last batch: a few that are looked at one right after the other are fetched from
     * memory at once, where each by itself would be waited for before its write.
     */
    private void offer(Batch batch) {
        long taken = 0;
        for (int end = size; end > 0; end -= AHEAD) {
            int start = Math.max(0, end - AHEAD);
            look(start, end);
            taken += offer(batch, start, end);
        }
        lane.delivered(taken);
    }

    private void look(int start, int end) {
        for (int i = end - 1; i >= start; i--) {
            Cursor cursor = cursors[i];
            if (cursor != null) {
                cursor.look();
            }
        }
    }

    private int offer(Batch batch, int start, int end) {
        int taken = 0;
        for (int i = end - 1; i >= start; i--) {
            Cursor cursor = cursors[i];
            if (cursor != null) {
                taken += cursor.offer(batch);
            }
        }
        return taken;
    }

    /** Another round, after the other tasks of this thread, and now and then after its sockets. */
    private void goOn() {
        if (woken.compareAndSet(false, true)) {
            if (++rounds % ROUNDS == 0) {
                lane.later(this, PAUSE_MILLIS);
            } else {
                lane.execute(this);
            }
        }
    }

    /**
     * The publishers were faster than this group: those who had read all before have missed something, and so may those
     * have who read ahead when they joined. Those who are behind catch up by themselves.
     */
    private void fall(long floor) {
        for (int i = size - 1; i >= 0; i--) {
            Cursor cursor = cursors[i];
            if (cursor != null && cursor.next() > offered) {
                cursor.fall(floor);
            }
        }
    }

    void enter(Cursor cursor) {
        if (size == cursors.length) {
            cursors = Arrays.copyOf(cursors, Math.max(2, size + (size >> 1)));
        }
        cursor.index(size);
        cursors[size++] = cursor;
    }

    /** The last cursor takes the place of the one that leaves, so leaving costs the same however many there are. */
    void leave(Cursor cursor) {
        int i = cursor.index();
        if (i < size && i != OUTSIDE && cursors[i] == cursor) {
            size--;
            Cursor last = cursors[size];
            cursors[i] = last;
            cursors[size] = null;
            if (last != null) {
                last.index(i);
            }
            cursor.index(OUTSIDE);
            channel.left(this, size == 0);
        }
    }

    /** Called on any thread: what it sees may be a moment old. */
    List<Subscriber> subscribers() {
        List<Subscriber> subscribers = new ArrayList<>();
        for (Cursor cursor : cursors) {
            if (cursor != null) {
                subscribers.add(cursor.subscriber());
            }
        }
        return subscribers;
    }
}
