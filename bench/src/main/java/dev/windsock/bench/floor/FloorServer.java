package dev.windsock.bench.floor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * One selector thread, one channel, subscribers as cursors in one ring of prepared frames in direct memory. No JSON, no
 * limits, no pings: what Java's NIO costs, and nothing else. With {@code --joint} a subscriber gets all that is pending
 * in one write, without it each message in a write of its own.
 */
public final class FloorServer {
    private static final int BACKLOG = 4096;
    private static final int RECOVERED = 10;

    private final boolean joint;
    private final Selector selector;
    private final ServerSocketChannel listener;
    private final FrameRing ring = new FrameRing();
    private final List<FloorSubscriber> subscribers = new ArrayList<>();
    private final ByteBuffer input = ByteBuffer.allocateDirect(64 * 1024);

    private FloorServer(int port, boolean joint) throws IOException {
        this.joint = joint;
        selector = Selector.open();
        listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Serves until it is killed: {@code FloorServer [--joint]}, at a port that it chooses and prints. */
    public static void main(String[] args) throws IOException {
        FloorServer server = new FloorServer(0, List.of(args).contains("--joint"));
        System.out.println("The floor listens on http://localhost:"
                + server.listener.socket().getLocalPort());
        server.serve();
    }

    private void serve() throws IOException {
        while (selector.isOpen()) {
            long head = ring.head();
            selector.select(this::ready);
            if (ring.head() != head) {
                fanOut(head);
            }
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else if (key.isWritable()) {
                ((FloorSubscriber) key.attachment()).hasRoom();
            } else {
                read(key);
            }
        } catch (IOException e) {
            end(key);
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = listener.accept();
        while (channel != null) {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            channel = listener.accept();
        }
    }

    /** A connection without an attachment has its handshake before it; the publisher's attachment is its decoder. */
    private void read(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        if (key.attachment() instanceof PublisherFrames frames) {
            frames.read(channel, ring);
            return;
        }
        input.clear();
        if (channel.read(input) < 0) {
            throw new IOException("closed");
        }
        if (key.attachment() == null) {
            handshake(key, channel);
        }
    }

    private void handshake(SelectionKey key, SocketChannel channel) throws IOException {
        String path = FloorHandshake.answer(input.flip(), channel);
        if (path.equals("/publish")) {
            key.attach(new PublisherFrames());
            return;
        }
        boolean recovers = path.equals("/recover");
        long place = recovers ? Math.max(0, ring.head() - RECOVERED) : ring.head();
        FloorSubscriber subscriber = new FloorSubscriber(key, ring, place, joint);
        key.attach(subscriber);
        subscribers.add(subscriber);
        if (recovers) {
            subscriber.writeTo(ring.head());
        }
    }

    /** Joint: each subscriber once, with all there is. Else: each message to all, then the next. */
    private void fanOut(long from) {
        for (long end = joint ? ring.head() : from + 1; end <= ring.head(); end++) {
            for (FloorSubscriber subscriber : subscribers) {
                subscriber.writeTo(end);
            }
        }
    }

    private void end(SelectionKey key) {
        if (key.attachment() instanceof FloorSubscriber subscriber) {
            subscribers.remove(subscriber);
        }
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
