package dev.windsock.bench.load;

import java.nio.channels.SocketChannel;
import java.util.List;

/** Makes the connections of one thread's subscribers. */
final class Subscribers implements AutoCloseable {
    private final Dialect dialect;
    private final Transport transport;
    private final Plan plan;
    private final int port;
    private final Inflation inflation = new Inflation();
    private final WebSocketInbound.Hint hint = new WebSocketInbound.Hint();

    Subscribers(Dialect dialect, Transport transport, Plan plan, int port) {
        this.dialect = dialect;
        this.transport = transport;
        this.plan = plan;
        this.port = port;
    }

    int port() {
        return port;
    }

    Link link(int subscriber, SocketChannel channel, Tally tally) {
        List<String> channels = plan.channels().apply(subscriber);
        return new Link(
                channel,
                inbound(channels),
                dialect.subscriber(transport, channels, port),
                new Follower(
                        plan.firstStream().applyAsInt(subscriber),
                        plan.stepOfStreams(),
                        plan.streamsEach(),
                        dialect.ordered()),
                tally);
    }

    private Inbound inbound(List<String> channels) {
        return switch (transport) {
            case SSE -> new SseInbound();
            case POLLING -> new HttpInbound();
            case WEBSOCKET, COMPRESSED ->
                new WebSocketInbound(
                        Handshake.request(
                                dialect.subscriberPath(channels),
                                port,
                                dialect.subprotocol(),
                                transport == Transport.COMPRESSED),
                        inflation,
                        hint);
        };
    }

    @Override
    public void close() {
        inflation.close();
    }
}
