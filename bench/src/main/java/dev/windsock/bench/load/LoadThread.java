package dev.windsock.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One thread with one selector and its share of the subscribers, all reading into one direct buffer. */
final class LoadThread extends Thread implements AutoCloseable {
    private static final int BUFFER = 512 * 1024;
    private static final int OPENING_AT_ONCE = 64;
    private static final int PER_SOURCE_ADDRESS = 5_000;
    private static final long IDLE_MILLIS = 200;

    private final Subscribers subscribers;
    private final int from;
    private final int to;
    private final Link[] links;
    private final Tally tally;
    private final Selector selector;
    private final ByteBuffer shared = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private int opened;
    private volatile boolean stopped;
    private volatile @Nullable RuntimeException failure;

    /** The subscribers of a thread are those from a number to another. */
    LoadThread(String name, Subscribers subscribers, int from, int to) throws IOException {
        super(name);
        setDaemon(true);
        this.subscribers = subscribers;
        this.from = from;
        this.to = to;
        this.opened = from;
        this.links = new Link[to - from];
        this.tally = new Tally(to - from);
        this.selector = Selector.open();
    }

    Tally tally() {
        return tally;
    }

    /** Returns the connection of a subscriber, or null where it is another thread's; only when all are ready. */
    @Nullable
    Link link(int subscriber) {
        return subscriber >= from && subscriber < to ? links[subscriber - from] : null;
    }

    /** Throws what ended the thread, where something did. */
    void check() {
        RuntimeException thrown = failure;
        if (thrown != null) {
            throw new LoadException(String.valueOf(thrown.getMessage()), thrown);
        }
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                open();
                selector.select(this::read, IDLE_MILLIS);
                tally.endRound();
            }
        } catch (IOException e) {
            failure = new UncheckedIOException(e);
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            closeAll();
        }
    }

    private void open() throws IOException {
        while (opened < to && opened - from - tally.ready() < OPENING_AT_ONCE) {
            SocketChannel channel = SocketChannel.open();
            // A reset instead of a close handshake leaves no port in TIME_WAIT for the next contestant.
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.bind(new InetSocketAddress(source(), 0));
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), subscribers.port()));
            Link link = subscribers.link(opened, channel, tally);
            links[opened - from] = link;
            link.opened();
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, link);
            opened++;
        }
    }

    /** One loopback address has fewer than 30,000 ports, so large numbers are spread over several. */
    private InetAddress source() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (1 + opened / PER_SOURCE_ADDRESS)});
    }

    private void read(SelectionKey key) {
        try {
            ((Link) key.attachment()).read(shared);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void closeAll() {
        try (selector) {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        subscribers.close();
    }

    /** Closes all connections and waits for the end of the thread. */
    @Override
    public void close() {
        stopped = true;
        selector.wakeup();
        try {
            join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
