package dev.windsock.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Several HTTP connections that stay open, each with one request at a time, as a backend's pool has them. They take turns, so
 * that of two requests that are far apart the later one cannot overtake; a request waits until the connection whose turn
 * it is has its answer.
 */
public final class HttpOutlet implements Outlet {
    private static final long PATIENCE = TimeUnit.SECONDS.toMillis(20);

    private final HttpPublishing publishing;
    private final Plan plan;
    private final Selector selector = Selector.open();
    private final List<Link> connections = new ArrayList<>();
    private final Set<Link> busy = new HashSet<>();
    private final ByteBuffer input = ByteBuffer.allocateDirect(256 * 1024).order(ByteOrder.LITTLE_ENDIAN);
    private int next;

    /** What is published by one request. */
    public interface HttpPublishing {
        /** Adds a message; returns the request to send now, or nothing where it waits for more. */
        byte[] add(String channel, String message);

        /** Returns the request that carries what still waits, or nothing. */
        byte[] rest();
    }

    /** Opens the connections. */
    public HttpOutlet(HttpPublishing publishing, Plan plan, int port, int connections) throws IOException {
        this.publishing = publishing;
        this.plan = plan;
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.configureBlocking(false);
            Link link = new Link(channel, new HttpInbound(), new Answers(), new Follower(0, 1, 0, true), new Tally(1));
            channel.register(selector, SelectionKey.OP_READ, link);
            this.connections.add(link);
        }
    }

    /** Frees the connection whose answer came. */
    private final class Answers implements Conversation {
        @Override
        public void opened(Wire wire) {}

        @Override
        public void heard(String text, Wire wire) {
            if (!text.startsWith("HTTP/1.1 2")) {
                throw new LoadException("a publish was answered with " + text);
            }
            busy.remove((Link) wire);
        }
    }

    @Override
    public void put(int stream, String message) throws IOException {
        send(publishing.add(plan.channelOf().apply(stream), message));
    }

    private void send(byte[] request) throws IOException {
        if (request.length == 0) {
            return;
        }
        Link link = connections.get(next);
        next = (next + 1) % connections.size();
        look(0);
        while (busy.contains(link)) {
            look(PATIENCE);
        }
        busy.add(link);
        link.write(request);
    }

    private void look(long millis) throws IOException {
        if (millis == 0) {
            selector.selectNow();
        } else if (selector.select(millis) == 0) {
            throw new LoadException("no answer to a publish in " + millis + " ms");
        }
        for (SelectionKey key : selector.selectedKeys()) {
            ((Link) key.attachment()).read(input);
        }
        selector.selectedKeys().clear();
    }

    /** Answers are read when a connection is needed. */
    @Override
    public void flush() {}

    /** Sends what still waits for more, and waits for all answers. */
    public void drain() throws IOException {
        send(publishing.rest());
        while (!busy.isEmpty()) {
            look(PATIENCE);
        }
    }

    @Override
    public void close() throws IOException {
        if (!selector.isOpen()) {
            return;
        }
        try (selector) {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        }
    }
}
