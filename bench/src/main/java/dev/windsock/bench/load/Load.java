package dev.windsock.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
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
        if (!await(() -> sum(tally -> tally.ready()) == subscribers, atMost)) {
            throw new LoadException("only " + sum(tally -> tally.ready()) + " of " + subscribers
                    + " connections were subscribed after " + atMost.toSeconds() + " s");
        }
    }

    /** Waits until every subscriber has got so many messages; returns the number of deliveries that did not come. */
    public long awaitReceived(int messages, Duration atMost) {
        await(() -> slowest() >= messages && deliveries() >= (long) messages * subscribers, atMost);
        return (long) messages * subscribers - deliveries();
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

    /** Returns the number of deliveries so far. */
    public long deliveries() {
        return sum(Tally::deliveries);
    }

    /** Returns the number of bytes read so far. */
    public long bytes() {
        return sum(Tally::bytes);
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

    private long sum(ToLongFunction<Tally> part) {
        long sum = 0;
        for (LoadThread thread : threads) {
            thread.check();
            sum += part.applyAsLong(thread.tally());
        }
        return sum;
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
