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
    private static final int OUTSIDE = -1;

    private final Channel channel;
    private final Lane lane;
    private final AtomicBoolean woken = new AtomicBoolean();
    private @Nullable Cursor[] cursors = new Cursor[1];
    private int size;

    /** Up to where this group has offered to all. */
    private long offered;

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
            lane.execute(this);
        }
    }

    @Override
    public void run() {
        woken.set(false);
        Batch batch = lane.batch();
        long tail = channel.read(offered + 1, batch);
        if (offered + 1 < tail) {
            fallTo(tail);
        }
        if (batch.count() == 0) {
            return;
        }
        offered = batch.first() + batch.count() - 1;
        // Backwards, since a cursor that closes while it is offered to gives its place to the last one.
        for (int i = size - 1; i >= 0; i--) {
            Cursor cursor = cursors[i];
            if (cursor != null) {
                cursor.offer(batch);
            }
        }
        if (channel.head() > offered) {
            // Another round, but after the other tasks of this thread.
            wake();
        }
    }

    /**
     * The publishers were faster than this group: those who had read all before have missed something, and so may those
     * have who read ahead when they joined. Those who are behind catch up by themselves.
     */
    private void fallTo(long tail) {
        for (int i = size - 1; i >= 0; i--) {
            Cursor cursor = cursors[i];
            if (cursor != null && cursor.next() > offered) {
                cursor.fallTo(tail);
            }
        }
    }

    void catchUp(Cursor cursor) {
        Batch batch = lane.batch();
        boolean more = true;
        while (more && cursor.index() != OUTSIDE) {
            cursor.fallTo(channel.read(cursor.next(), batch));
            long before = cursor.next();
            if (batch.count() > 0 && cursor.index() != OUTSIDE) {
                cursor.offer(batch);
            }
            more = cursor.next() > before && cursor.next() <= channel.head();
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
