package dev.windsock.channel;

import java.time.InstantSource;

/**
 * How much all readers together may read of what they missed, in bytes a second, so that a crowd that comes back does not
 * stop live delivery. Thread-safe.
 */
final class RecoveryBudget {
    /** What may be read at once after a pause: a fraction of a second's worth. */
    private static final int BURSTS_PER_SECOND = 32;

    private static final int MILLIS = 1000;

    private final InstantSource clock;
    private final long perSecond;
    private final long burst;
    private long left;
    private long lastMillis;

    RecoveryBudget(long perSecond, InstantSource clock) {
        this.clock = clock;
        this.perSecond = perSecond;
        this.burst = Math.max(1, perSecond / BURSTS_PER_SECOND);
        this.left = burst;
        this.lastMillis = clock.millis();
    }

    /** Whether something may be read now. */
    synchronized boolean hasLeft() {
        long now = clock.millis();
        if (now > lastMillis) {
            long passed = Math.min(now - lastMillis, MILLIS);
            left = Math.min(burst, left + Math.max(1, passed * perSecond / MILLIS));
        }
        lastMillis = now;
        return left > 0;
    }

    /** Notes what was read; more than was left has to be waited for the next time. */
    synchronized void use(long bytes) {
        left -= bytes;
    }
}
