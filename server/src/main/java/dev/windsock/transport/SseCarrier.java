package dev.windsock.transport;

import dev.windsock.protocol.CloseCode;
import dev.windsock.protocol.TransportName;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.atmosphere.cpr.AtmosphereResource;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;

/** A connection over server-sent events: an answer that does not end. */
final class SseCarrier extends Carrier {
    private final HttpServerExchange exchange;
    private final StreamSinkChannel channel;
    private Runnable unwatch = () -> {};
    private boolean begun;

    SseCarrier(HttpServerExchange exchange, Surroundings surroundings, Dialect dialect, Conversation conversation) {
        super(surroundings, dialect, conversation);
        this.exchange = exchange;
        Responses.stream(exchange);
        this.channel = exchange.getResponseChannel();
    }

    @Override
    AtmosphereResource.TRANSPORT kind() {
        return AtmosphereResource.TRANSPORT.SSE;
    }

    @Override
    void opened() {
        resource().suspend();
        loop().heartbeat().add(this);
        unwatch = DisconnectWatch.start(exchange, this::abort);
        conversation().opened(connection());
    }

    @Override
    public TransportName transport() {
        return TransportName.SSE;
    }

    @Override
    public int write(ByteBuffer bytes) {
        if (!begun) {
            begun = true;
            return writeFirst(bytes);
        }
        return writeNow(bytes);
    }

    /** Undertow keeps what is sent with the headers for as long as the answer lasts, so that is a buffer that all share. */
    private int writeFirst(ByteBuffer bytes) {
        ByteBuffer shared = loop().firstBuffer();
        if (bytes.remaining() > shared.remaining()) {
            return writeNow(bytes);
        }
        int start = bytes.position();
        shared.put(bytes).flip();
        int written = writeNow(shared);
        bytes.position(start + Math.max(0, written));
        return written;
    }

    private int writeNow(ByteBuffer bytes) {
        try {
            int written = 0;
            while (bytes.hasRemaining()) {
                int n = channel.write(bytes);
                if (n == 0) {
                    break;
                }
                written += n;
            }
            if (!channel.flush()) {
                awaitWritable();
            }
            loop().lane().sent(written);
            return written;
        } catch (IOException e) {
            abort();
            return -1;
        }
    }

    @Override
    public void awaitWritable() {
        channel.getWriteSetter().set(this::writable);
        channel.resumeWrites();
    }

    private void writable(StreamSinkChannel sink) {
        try {
            if (sink.flush()) {
                sink.suspendWrites();
                connection().writable();
            }
        } catch (IOException e) {
            abort();
        }
    }

    @Override
    public void end(CloseCode code, String reason) {
        unwatch.run();
        try {
            channel.shutdownWrites();
            if (!channel.flush()) {
                channel.getWriteSetter()
                        .set(org.xnio.ChannelListeners.flushingChannelListener(
                                null, (sink, e) -> IoUtils.safeClose(exchange.getConnection())));
                channel.resumeWrites();
            }
        } catch (IOException e) {
            IoUtils.safeClose(exchange.getConnection());
        }
        finish();
    }

    @Override
    public void abort() {
        unwatch.run();
        loop().close(exchange.getConnection());
        finish();
    }
}
