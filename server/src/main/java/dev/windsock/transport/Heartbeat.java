package dev.windsock.transport;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/**
 * Makes each member beat once an interval. The members are spread over the interval's slots, so that a thread with many
 * of them has a little to do often; they are linked through themselves, so that coming and going cost the same however
 * many there are. Used on its I/O thread only.
 */
final class Heartbeat {
    private static final int SLOTS = 32;

    /** One that beats. */
    abstract static class Member {
        private @Nullable Member before;
        private @Nullable Member after;

        /** One interval has passed. */
        abstract void beat();

        private void link(Member head) {
            Member first = head.after;
            before = head;
            after = first;
            head.after = this;
            if (first != null) {
                first.before = this;
            }
        }

        private boolean unlink() {
            if (before == null) {
                return false;
            }
            before.after = after;
            if (after != null) {
                after.before = before;
            }
            before = null;
            after = null;
            return true;
        }
    }

    private static final class Head extends Member {
        @Override
        void beat() {}
    }

    private final XnioIoThread thread;
    private final long tickMillis;
    private final Member[] slots = new Member[SLOTS];
    private XnioExecutor.@Nullable Key timer;
    private int size;
    private int now;

    Heartbeat(XnioIoThread thread, Duration interval) {
        this.thread = thread;
        this.tickMillis = Math.max(1, interval.toMillis() / SLOTS);
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Head();
        }
    }

    /** Takes a member in, to beat for the first time after one interval. */
    void add(Member member) {
        member.link(slots[now]);
        size++;
        if (timer == null) {
            timer = thread.executeAtInterval(this::tick, tickMillis, TimeUnit.MILLISECONDS);
        }
    }

    /** Lets a member go. May be called twice. */
    void remove(Member member) {
        if (member.unlink()) {
            size--;
        }
    }

    private void tick() {
        now = (now + 1) % SLOTS;
        Member member = slots[now].after;
        while (member != null) {
            // A member that beats may leave, but only itself.
            Member next = member.after;
            member.beat();
            member = next;
        }
        if (size == 0 && timer != null) {
            timer.remove();
            timer = null;
        }
    }
}
