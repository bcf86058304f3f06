package dev.windsock.rest;

import dev.windsock.channel.Channels;
import dev.windsock.http.RequestBody;
import dev.windsock.presence.Presence;
import dev.windsock.protocol.ErrorCode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The REST interface as a handler for everything below {@code /api/}: reads the body on the I/O thread without blocking,
 * and lets a virtual thread do the rest, but for plain publishes ({@link DirectPublish}). Thread-safe.
 */
public final class RestHandler implements HttpHandler, AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final JerseyContainer container;
    private final DirectPublish direct;
    private final int maxBodySize;

    /**
     * @param maxBodySize bytes that the body of a request may have
     */
    public RestHandler(Channels channels, Presence presence, int maxBodySize) {
        this.container = new JerseyContainer(channels, presence);
        this.direct = new DirectPublish(channels);
        this.maxBodySize = maxBodySize;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        String encoding = exchange.getRequestHeaders().getFirst(Headers.CONTENT_ENCODING);
        if (isEncoded(encoding)) {
            Answer.problem(
                    exchange,
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "The content coding " + encoding + " is not supported; send the body as it is");
        } else {
            RequestBody.read(exchange, maxBodySize, receiver(exchange));
        }
    }

    private static boolean isEncoded(@Nullable String encoding) {
        return encoding != null && !encoding.isBlank() && !encoding.equalsIgnoreCase("identity");
    }

    private RequestBody.Receiver receiver(HttpServerExchange exchange) {
        return new RequestBody.Receiver() {
            @Override
            public void received(byte[] body) {
                if (!direct.take(exchange, body)) {
                    exchange.dispatch(threads, () -> container.handle(exchange, body));
                }
            }

            @Override
            public void tooLarge() {
                Answer.problem(exchange, ErrorCode.TOO_LARGE, "The body is larger than " + maxBodySize + " bytes");
            }
        };
    }

    /** Waits for the requests under way. May be called twice. */
    @Override
    public void close() {
        threads.close();
        container.close();
    }
}
