package dev.windsock.bench.load;

import java.nio.ByteBuffer;
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
    private volatile int recordAfter = Integer.MAX_VALUE;
    private volatile Counts counts = new Counts(0, 0);
    private volatile int ready;

    Tally(int subscribers) {
        progress = new Progress(subscribers);
    }

    Progress progress() {
        return progress;
    }

    /** Latencies are recorded for the messages after this one. */
    void recordAfter(int sequence) {
        recordAfter = sequence;
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

    /** Takes a delivery to a subscriber that had got so many messages; returns how many it has got now. */
    int delivery(int received, int sequence, ByteBuffer buffer, int at) {
        if (sequence != received + 1) {
            throw new LoadException(
                    sequence < 0
                            ? "a message came damaged"
                            : "message " + sequence + " came to a subscriber where " + (received + 1) + " was due");
        }
        deliveriesNow++;
        if (sequence > recordAfter) {
            long latency = roundStarted - Message.time(buffer, at);
            latencies.recordValue(Math.clamp(latency, 0, LONGEST));
        }
        return sequence;
    }

    /** Makes the counts of the round visible. */
    void endRound() {
        counts = new Counts(deliveriesNow, bytesNow);
    }
}
