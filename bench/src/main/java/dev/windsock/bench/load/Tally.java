package dev.windsock.bench.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What the subscribers of one load thread have seen. Written by that thread alone; the counters that others read while
 * it runs are volatile and written once a round.
 */
final class Tally {
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(2);

    private final Progress progress;
    private final Histogram latencies = new Histogram(LONGEST, 3);
    private long deliveriesNow;
    private long bytesNow;
    private long roundStarted;
    private volatile long recordFrom = Long.MAX_VALUE;
    private volatile Counts counts = new Counts(0, 0);
    private volatile int ready;

    Tally(int subscribers) {
        progress = new Progress(subscribers);
    }

    Progress progress() {
        return progress;
    }

    /** Latencies are recorded for the messages that are meant to be sent from this time on. */
    void recordFrom(long nanos) {
        recordFrom = nanos;
    }

    /** Returns the latencies; to be read when the thread has ended. */
    Histogram latencies() {
        return latencies;
    }

    Counts counts() {
        return counts;
    }

    int ready() {
        return ready;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void subscriberIsReady() {
        ready++;
    }

    void bytesCame(int count) {
        bytesNow += count;
        roundStarted = System.nanoTime();
    }

    /** Counts a delivery of a message that was meant to be sent at a time. */
    void delivery(long due) {
        deliveriesNow++;
        if (due >= recordFrom) {
            latencies.recordValue(Math.clamp(roundStarted - due, 0, LONGEST));
        }
    }

    /** Makes the counts of the round visible. */
    void endRound() {
        counts = new Counts(deliveriesNow, bytesNow);
    }
}
