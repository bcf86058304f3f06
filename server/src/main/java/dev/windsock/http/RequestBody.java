package dev.windsock.http;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;

/**
 * Reads the whole body of one request without blocking. It takes memory as the bytes come, not as the client announces
 * them, and closes the connection of a client that does not send what it announced.
 *
 * <p>Lives on the exchange's I/O thread only.
 */
public final class RequestBody {
    private static final int TIMEOUT_SECONDS = 30;
    private static final int FIRST_SIZE = 4096;

    /** Takes what came. Called once, on the I/O thread. */
    public interface Receiver {
        void received(byte[] body);

        void tooLarge();
    }

    private final HttpServerExchange exchange;
    private final Receiver receiver;
    private final int limit;
    private ByteBuffer bytes;
    private XnioExecutor.@Nullable Key timeout;

    private RequestBody(HttpServerExchange exchange, int limit, Receiver receiver) {
        this.exchange = exchange;
        this.limit = limit;
        this.receiver = receiver;
        long announced = exchange.getRequestContentLength();
        // One byte more than announced, so that the end of the body is found without growing.
        this.bytes = ByteBuffer.allocate(announced < 0 ? FIRST_SIZE : (int) Math.min(announced + 1, FIRST_SIZE));
    }

    /**
     * Reads the body.
     *
     * @param limit bytes that it may have
     */
    public static void read(HttpServerExchange exchange, int limit, Receiver receiver) {
        if (exchange.getRequestContentLength() > limit) {
            receiver.tooLarge();
        } else if (exchange.isRequestComplete()) {
            receiver.received(new byte[0]);
        } else {
            new RequestBody(exchange, limit, receiver).start(exchange.getRequestChannel());
        }
    }

    private void start(StreamSourceChannel channel) {
        if (!readAvailable(channel)) {
            channel.getReadSetter().set(this::readMore);
            timeout = exchange.getIoThread()
                    .executeAfter(() -> IoUtils.safeClose(exchange.getConnection()), TIMEOUT_SECONDS, TimeUnit.SECONDS);
            channel.resumeReads();
        }
    }

    private void readMore(StreamSourceChannel channel) {
        readAvailable(channel);
    }

    /** Reads what there is, and hands it over where that was all; returns whether this body is done with. */
    private boolean readAvailable(StreamSourceChannel channel) {
        try {
            int read = channel.read(room());
            while (read > 0 && bytes.position() <= limit) {
                read = channel.read(room());
            }
            if (read == 0 && bytes.position() <= limit) {
                return false;
            }
            stop(channel);
            handOver();
        } catch (IOException e) {
            stop(channel);
            // The client has gone, or broke HTTP's framing: there is nobody to answer.
            IoUtils.safeClose(exchange.getConnection());
        }
        return true;
    }

    private ByteBuffer room() {
        if (!bytes.hasRemaining()) {
            int size = (int) Math.min(2L * bytes.capacity(), limit + 1L);
            bytes = ByteBuffer.allocate(size).put(bytes.flip());
        }
        return bytes;
    }

    private void stop(StreamSourceChannel channel) {
        if (timeout != null) {
            timeout.remove();
            channel.suspendReads();
        }
    }

    private void handOver() {
        int size = bytes.position();
        if (size > limit) {
            receiver.tooLarge();
        } else {
            receiver.received(Arrays.copyOf(bytes.array(), size));
        }
    }
}
