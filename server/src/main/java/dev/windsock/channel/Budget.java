package dev.windsock.channel;

import java.util.concurrent.atomic.AtomicLong;

/** A bound that many share. Thread-safe. */
final class Budget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    Budget(long limit) {
        this.limit = limit;
    }

    /** Takes the amount where there is room for it. */
    boolean take(long amount) {
        if (used.addAndGet(amount) <= limit) {
            return true;
        }
        used.addAndGet(-amount);
        return false;
    }

    void giveBack(long amount) {
        used.addAndGet(-amount);
    }

    long used() {
        return used.get();
    }
}
