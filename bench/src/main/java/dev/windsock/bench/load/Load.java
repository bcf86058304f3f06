package dev.windsock.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/** Many subscribers of one contestant, on few threads. */
public final class Load implements AutoCloseable {
    private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(2);

    private final List<LoadThread> threads = new ArrayList<>();
    private final int subscribers;

    /** Starts to open the connections; {@link #awaitReady} waits for them. */
    public Load(Dialect dialect, int port, int subscribers, int threads) throws IOException {
        this.subscribers = subscribers;
        for (int i = 0; i < threads; i++) {
            int share = subscribers / threads + (i < subscribers % threads ? 1 : 0);
            this.threads.add(new LoadThread("load-" + i, dialect, port, share));
        }
        this.threads.forEach(Thread::start);
    }

    /** Returns the number of subscribers. */
    public int subscribers() {
        return subscribers;
    }

    /** Waits until every subscriber is subscribed. */
    public void awaitReady(Duration atMost) {
        if (!await(() -> ready() == subscribers, atMost)) {
            throw new LoadException("only " + ready() + " of " + subscribers + " connections were subscribed after "
                    + atMost.toSeconds() + " s");
        }
    }

    /** Waits until every subscriber has got so many messages; returns the number of deliveries that did not come. */
    public long awaitReceived(int messages, Duration atMost) {
        await(() -> slowest() >= messages && counts().deliveries() >= (long) messages * subscribers, atMost);
        return (long) messages * subscribers - counts().deliveries();
    }

    /** Latencies are recorded for the messages after this one. */
    public void recordAfter(int sequence) {
        threads.forEach(thread -> thread.tally().recordAfter(sequence));
    }

    /** Returns the number of messages that every subscriber has got. */
    public int slowest() {
        int slowest = Integer.MAX_VALUE;
        for (LoadThread thread : threads) {
            thread.check();
            slowest = Math.min(slowest, thread.tally().progress().slowest());
        }
        return slowest;
    }

    /** Returns the deliveries and the bytes so far. */
    public Counts counts() {
        Counts sum = new Counts(0, 0);
        for (LoadThread thread : threads) {
            thread.check();
            sum = sum.plus(thread.tally().counts());
        }
        return sum;
    }

    /** Returns the recorded latencies in ns; only when this is closed. */
    public Histogram latencies() {
        Histogram all = new Histogram(threads.getFirst().tally().latencies());
        threads.forEach(thread -> all.add(thread.tally().latencies()));
        return all;
    }

    /** Closes all connections. */
    @Override
    public void close() {
        threads.forEach(LoadThread::close);
    }

    private int ready() {
        int ready = 0;
        for (LoadThread thread : threads) {
            thread.check();
            ready += thread.tally().ready();
        }
        return ready;
    }

    private static boolean await(BooleanSupplier condition, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(LOOK_EVERY);
        }
        return true;
    }
}
