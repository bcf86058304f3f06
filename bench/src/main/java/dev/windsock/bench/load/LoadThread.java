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
    private static final int BUFFER = 256 * 1024;
    private static final int OPENING_AT_ONCE = 64;
    private static final int PER_SOURCE_ADDRESS = 5_000;
    private static final long IDLE_MILLIS = 200;

    private final Dialect dialect;
    private final int port;
    private final int subscribers;
    private final Tally tally;
    private final Selector selector;
    private final ByteBuffer shared = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private int opened;
    private volatile boolean stopped;
    private volatile @Nullable RuntimeException failure;

    LoadThread(String name, Dialect dialect, int port, int subscribers) throws IOException {
        super(name);
        setDaemon(true);
        this.dialect = dialect;
        this.port = port;
        this.subscribers = subscribers;
        this.tally = new Tally(subscribers);
        this.selector = Selector.open();
    }

    Tally tally() {
        return tally;
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
        while (opened < subscribers && opened - tally.ready() < OPENING_AT_ONCE) {
            SocketChannel channel = SocketChannel.open();
            // A reset instead of a close handshake leaves no port in TIME_WAIT for the next contestant.
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.bind(new InetSocketAddress(source(), 0));
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.write(Handshake.request(dialect.subscribePath(), port));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new Subscriber(dialect, channel, tally));
            opened++;
        }
    }

    /** One loopback address has fewer than 30,000 ports, so large numbers are spread over several. */
    private InetAddress source() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (1 + opened / PER_SOURCE_ADDRESS)});
    }

    private void read(SelectionKey key) {
        try {
            ((Subscriber) key.attachment()).read(key, shared);
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
