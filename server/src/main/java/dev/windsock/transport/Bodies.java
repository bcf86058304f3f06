package dev.windsock.transport;

import dev.windsock.counts.Counts;
import dev.windsock.http.RequestBody;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.ProtocolException;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

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
        RequestBody.read(exchange, maxSize, new RequestBody.Receiver() {
            @Override
            public void received(byte[] body) {
                onLane(exchange, same -> next.accept(same, body));
            }

            @Override
            public void tooLarge() {
                counts.refused().add(ErrorCode.TOO_LARGE);
                Responses.problem(exchange, ErrorCode.TOO_LARGE, "A body may have " + maxSize + " bytes at most");
            }
        });
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
}
