package dev.windsock.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Publishes on all streams of a plan, one after the other, and numbers the messages of each from 1. Its calls run on the
 * caller's thread, which must be always the same.
 */
public final class Publisher implements AutoCloseable {
    private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(100);
    private static final int MOST_AT_ONCE = 64;

    private final Outlet outlet;
    private final int streams;
    private final String padding;
    private final Histogram lateness = new Histogram(3);
    private int published;

    /** Creates one that publishes by way of an outlet. */
    public Publisher(Outlet outlet, int streams) {
        this(outlet, streams, "");
    }

    /** Creates one whose messages are longer by a text. */
    public Publisher(Outlet outlet, int streams, String padding) {
        this.outlet = outlet;
        this.streams = streams;
        this.padding = padding;
    }

    /** Returns the number of messages published so far. */
    public int published() {
        return published;
    }

    /** Returns by how many ns the messages at a fixed rate were sent late. */
    public Histogram lateness() {
        return lateness;
    }

    /** Publishes so many messages at a fixed rate, each at its time however long the ones before took. */
    public void publishAtRate(int count, double perSecond) throws IOException {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = start + (long) (i / perSecond * TimeUnit.SECONDS.toNanos(1));
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            lateness.recordValue(System.nanoTime() - due);
            put(due);
            outlet.flush();
        }
    }

    /**
     * Publishes for a while as fast as the server takes it, but so that the slowest subscriber is at most a window
     * behind. For plans in which every subscriber gets every message.
     */
    public void publishFreely(Load load, int window, Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            int free = window - (published - load.slowest());
            // Wait for a good part of the window, as one that has much to say would: it saves wake-ups, not writes.
            if (free < Math.max(1, Math.min(window / 4, MOST_AT_ONCE))) {
                LockSupport.parkNanos(PAUSE);
                continue;
            }
            putSome(Math.min(free, MOST_AT_ONCE));
        }
    }

    /** Publishes for a while as fast as the outlet takes it. */
    public void publishFreely(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            putSome(MOST_AT_ONCE);
        }
    }

    /** Publishes for a while as fast as the server takes it, with at most so many deliveries on the way in all. */
    public void publishWithin(Load load, long onTheWay, int deliveriesEach, Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            long free = onTheWay
                    - ((long) published * deliveriesEach - load.counts().deliveries());
            if (free < MOST_AT_ONCE * (long) deliveriesEach) {
                LockSupport.parkNanos(PAUSE);
                continue;
            }
            putSome(MOST_AT_ONCE);
        }
        outlet.flush();
    }

    private void putSome(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            put(System.nanoTime());
        }
        outlet.flush();
    }

    private void put(long time) throws IOException {
        int stream = published % streams;
        int sequence = published / streams + 1;
        published++;
        outlet.put(stream, Message.text(stream, sequence, time) + padding);
    }

    @Override
    public void close() throws IOException {
        outlet.close();
    }
}
