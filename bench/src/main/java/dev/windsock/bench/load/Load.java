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
    public Load(Dialect dialect, Transport transport, Plan plan, int port, int threads) throws IOException {
        this.subscribers = plan.subscribers();
        for (int i = 0; i < threads; i++) {
            int from = (int) ((long) subscribers * i / threads);
            int to = (int) ((long) subscribers * (i + 1) / threads);
            this.threads.add(new LoadThread("load-" + i, new Subscribers(dialect, transport, plan, port), from, to));
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

    /** Waits for so many deliveries in all; returns the number of those that did not come. */
    public long awaitDeliveries(long deliveries, Duration atMost) {
        await(() -> counts().deliveries() >= deliveries, atMost);
        return deliveries - counts().deliveries();
    }

    /** Waits until every subscriber has got so many messages; returns the number of deliveries that did not come. */
    public long awaitReceived(int messages, Duration atMost) {
        await(() -> slowest() >= messages && counts().deliveries() >= (long) messages * subscribers, atMost);
        return (long) messages * subscribers - counts().deliveries();
    }

    /** Latencies are recorded for the messages that are meant to be sent from now on. */
    public void record() {
        long now = System.nanoTime();
        threads.forEach(thread -> thread.tally().recordFrom(now));
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
        Histogram all = new Histogram(3);
        threads.forEach(thread -> all.add(thread.tally().latencies()));
        return all;
    }

    /** Closes all connections. */
    @Override
    public void close() {
        threads.forEach(LoadThread::close);
    }

    /** Returns the connection of a subscriber; only when all are ready. */
    Link link(int subscriber) {
        for (LoadThread thread : threads) {
            Link link = thread.link(subscriber);
            if (link != null) {
                return link;
            }
        }
        throw new IllegalArgumentException("no subscriber " + subscriber);
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
