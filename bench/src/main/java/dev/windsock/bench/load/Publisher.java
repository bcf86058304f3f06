package dev.windsock.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * The one publisher, on one WebSocket connection; numbers its messages from 1. Its calls run on the caller's thread,
 * which must be always the same.
 */
public final class Publisher implements AutoCloseable {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);
    private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(100);
    private static final int MOST_AT_ONCE = 64;

    private final Dialect dialect;
    private final SocketChannel channel;
    private final ByteBuffer unread = ByteBuffer.allocate(64 * 1024);
    private final ByteBuffer frames = ByteBuffer.allocateDirect(64 * 1024);
    private final Histogram lateness = new Histogram(3);
    private int published;

    /** Connects. */
    public Publisher(Dialect dialect, int port) throws IOException {
        this.dialect = dialect;
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.write(Handshake.request(dialect.publishPath(), port));
        do {
            awaitBytes();
        } while (!Handshake.accepted(unread.flip()));
        unread.compact();
        if (!dialect.publishHello().isEmpty()) {
            channel.write(ByteBuffer.wrap(Frames.text(dialect.publishHello())));
            awaitBytes();
        }
        channel.configureBlocking(false);
    }

    /** Returns the number of messages published so far, which is the number of the last one. */
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
            flush();
        }
    }

    /**
     * Publishes for a while as fast as the server takes it, but so that the slowest subscriber is at most a window
     * behind.
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
            for (int i = 0; i < Math.min(free, MOST_AT_ONCE); i++) {
                put(System.nanoTime());
            }
            flush();
        }
    }

    private void put(long time) {
        published++;
        String message = new String(Message.encode(published, time), StandardCharsets.US_ASCII);
        frames.put(Frames.text(dialect.publishBefore() + message + dialect.publishAfter()));
    }

    private void flush() throws IOException {
        long end = System.nanoTime() + PATIENCE;
        frames.flip();
        while (channel.write(frames) >= 0 && frames.hasRemaining()) {
            if (System.nanoTime() > end) {
                throw new LoadException("the server does not read what the publisher sends");
            }
            discardAnswers();
            LockSupport.parkNanos(PAUSE);
        }
        frames.clear();
        discardAnswers();
    }

    /** Nchan answers each publish, and servers ping: nothing of it is needed here. */
    private void discardAnswers() throws IOException {
        int count;
        do {
            unread.clear();
            count = channel.read(unread);
        } while (count > 0);
        if (count < 0) {
            throw new LoadException("the server closed the publisher's connection");
        }
    }

    private void awaitBytes() throws IOException {
        if (channel.read(unread) < 0) {
            throw new LoadException("the server closed the publisher's connection");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
