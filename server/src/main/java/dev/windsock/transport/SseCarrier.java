package dev.windsock.transport;

import dev.windsock.protocol.CloseCode;
import dev.windsock.protocol.TransportName;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.atmosphere.cpr.AtmosphereResource;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.StreamSinkConduit;

/**
 * A connection over server-sent events: an answer that does not end. Its head and its end are written by Undertow; what is
 * between them goes to the socket directly where it is in chunks already, since each object on the way is a cache miss a
 * delivery. To a client of HTTP/1.0, which knows no chunks, and to Atmosphere's, all goes by way of Undertow.
 */
final class SseCarrier extends Carrier {
    private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};
    private static final byte[] NOTHING = {};

    private final HttpServerExchange exchange;
    private final StreamSinkChannel channel;
    private final boolean chunked;

    /** What is written to directly; null where all goes by way of Undertow, or still does. */
    private @Nullable StreamSinkConduit socket;

    private Runnable unwatch = () -> {};

    SseCarrier(HttpServerExchange exchange, Surroundings surroundings, Dialect dialect, Conversation conversation) {
        super(surroundings, dialect, conversation);
        this.exchange = exchange;
        this.chunked = dialect.isChunked();
        Responses.stream(exchange);
        if (chunked) {
            Responses.chunked(exchange);
        }
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
    public boolean isOpen() {
        return socket == null || !socket.isWriteShutdown();
    }

    @Override
    public int write(ByteBuffer bytes) {
        try {
            return socket == null ? writeThrough(bytes) : loop().write(socket, bytes);
        } catch (IOException e) {
            abort();
            return -1;
        }
    }

    /**
     * Writes by way of Undertow: the head, with what comes first in the same system call. Undertow keeps what is sent with
     * the head for as long as the answer lasts, so that is a buffer that all share.
     */
    private int writeThrough(ByteBuffer bytes) throws IOException {
        ByteBuffer shared = loop().firstBuffer();
        int written;
        if (bytes.remaining() > shared.remaining()) {
            written = writeAll(bytes);
        } else {
            int start = bytes.position();
            written = writeAll(shared.put(bytes).flip());
            bytes.position(start + written);
        }
        loop().lane().sent(written);
        if (!channel.flush()) {
            awaitWritable();
        } else if (chunked && !bytes.hasRemaining()) {
            // Undertow has seen whole chunks only, and holds nothing back.
            socket = ((HttpServerConnection) exchange.getConnection()).getOriginalSinkConduit();
        }
        return written;
    }

    private int writeAll(ByteBuffer bytes) throws IOException {
        int written = 0;
        while (bytes.hasRemaining()) {
            int n = channel.write(bytes);
            if (n == 0) {
                break;
            }
            written += n;
        }
        return written;
    }

    @Override
    public void awaitWritable() {
        channel.getWriteSetter().set(this::writable);
        channel.resumeWrites();
    }

    private void writable(StreamSinkChannel sink) {
        try {
            if (channel.flush()) {
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
        complete(ByteBuffer.wrap(chunked ? LAST_CHUNK : NOTHING));
        finish();
    }

    /** By way of Undertow again, so that it knows the answer to be whole, and takes the next request. */
    private void complete(ByteBuffer last) {
        try {
            if (last.hasRemaining()) {
                channel.write(last);
            }
            if (!last.hasRemaining()) {
                channel.shutdownWrites();
                if (channel.flush()) {
                    return;
                }
            }
            channel.getWriteSetter().set(sink -> complete(last));
            channel.resumeWrites();
        } catch (IOException e) {
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    @Override
    public void abort() {
        unwatch.run();
        loop().close(exchange.getConnection());
        finish();
    }
}
