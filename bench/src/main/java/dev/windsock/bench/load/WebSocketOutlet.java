package dev.windsock.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One WebSocket connection that publishes. */
public final class WebSocketOutlet implements Outlet {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);
    private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(100);
    private static final int BUFFER = 256 * 1024;

    private final Dialect dialect;
    private final Plan plan;
    private final SocketChannel channel;
    private final Link link;
    private final Inflation inflation = new Inflation();
    private final ByteBuffer input = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer frames = ByteBuffer.allocateDirect(BUFFER);

    /** Connects, and waits until the contestant is ready to take publishes. */
    public WebSocketOutlet(Dialect dialect, Plan plan, int port) throws IOException {
        this.dialect = dialect;
        this.plan = plan;
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        ByteBuffer handshake = Handshake.request(dialect.publisherPath(), port, dialect.subprotocol(), false);
        link = new Link(
                channel,
                new WebSocketInbound(handshake, inflation, new WebSocketInbound.Hint()),
                dialect.publisher(),
                new Follower(0, 1, 0, true),
                new Tally(1));
        link.opened();
        while (!link.isReady()) {
            link.read(input);
        }
        channel.configureBlocking(false);
    }

    @Override
    public void put(int stream, String message) throws IOException {
        byte[] publication = dialect.publication(
                plan.channelOf().apply(stream), message, link.conversation().session());
        byte[] frame = Frames.masked(dialect.binary() ? Frames.BINARY : Frames.TEXT, publication);
        if (frames.remaining() < frame.length) {
            flush();
        }
        frames.put(frame);
    }

    @Override
    public void flush() throws IOException {
        long end = System.nanoTime() + PATIENCE;
        frames.flip();
        while (channel.write(frames) >= 0 && frames.hasRemaining()) {
            if (System.nanoTime() > end) {
                throw new LoadException("the server does not read what the publisher sends");
            }
            link.read(input);
            LockSupport.parkNanos(PAUSE);
        }
        frames.clear();
        // Some contestants answer each publish, and all of them ping.
        link.read(input);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        inflation.close();
    }
}
