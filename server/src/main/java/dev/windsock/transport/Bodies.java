package dev.windsock.transport;

import dev.windsock.counts.Counts;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.ProtocolException;
import io.undertow.io.Receiver;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RequestTooBigException;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.xnio.IoUtils;

/** Reads requests' bodies without blocking, within a limit, and answers with a problem where something is wrong. */
final class Bodies {
    private final int maxSize;
    private final Counts counts;

    Bodies(int maxSize, Counts counts) {
        this.maxSize = maxSize;
        this.counts = counts;
    }

    /** Reads the body whole, then goes on, still on the exchange's I/O thread. */
    void read(HttpServerExchange exchange, BiConsumer<HttpServerExchange, byte[]> next) {
        if (exchange.getRequestContentLength() > maxSize) {
            tooLarge(exchange);
            return;
        }
        Receiver receiver = exchange.getRequestReceiver();
        receiver.setMaxBufferSize(maxSize);
        receiver.receiveFullBytes((read, body) -> onLane(read, same -> next.accept(same, body)), this::failed);
    }

    /**
     * Goes on when the current call stack has returned, so that the exchange stays open after the handler has done its
     * work.
     */
    void onLane(HttpServerExchange exchange, Consumer<HttpServerExchange> next) {
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> checked(exchange, next));
    }

    /** Goes on, and answers with a problem where that finds something wrong. */
    void checked(HttpServerExchange exchange, Consumer<HttpServerExchange> next) {
        try {
            next.accept(exchange);
        } catch (ProtocolException e) {
            counts.refused().add(e.code());
            Responses.problem(exchange, e.code(), e.getMessage());
        }
    }

    private void failed(HttpServerExchange exchange, IOException e) {
        if (isTooLarge(e)) {
            tooLarge(exchange);
        } else {
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    /** On some paths Undertow wraps the cause. */
    private static boolean isTooLarge(IOException e) {
        return e instanceof Receiver.RequestToLargeException
                || e instanceof RequestTooBigException
                || e.getCause() instanceof Receiver.RequestToLargeException;
    }

    private void tooLarge(HttpServerExchange exchange) {
        counts.refused().add(ErrorCode.TOO_LARGE);
        Responses.problem(exchange, ErrorCode.TOO_LARGE, "A body may have " + maxSize + " bytes at most");
    }
}
