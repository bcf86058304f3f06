package dev.windsock.rest;

import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Problem;
import dev.windsock.protocol.ProtocolException;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.spi.ContainerResponseWriter;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/**
 * Carries Jersey's answer to one exchange. The answer is gathered in memory, and the connection's I/O thread sends it when it
 * is complete.
 */
final class Answer implements ContainerResponseWriter {
    private static final System.Logger LOG = System.getLogger(Answer.class.getName());

    private final HttpServerExchange exchange;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(128);
    private boolean sent;

    Answer(HttpServerExchange exchange) {
        this.exchange = exchange;
    }

    /** Answers with a problem document. */
    static void problem(HttpServerExchange exchange, ErrorCode code, String detail) {
        problem(exchange, code, Problem.json(code, detail));
    }

    private static void problem(HttpServerExchange exchange, ErrorCode code, byte[] document) {
        exchange.setStatusCode(code.status());
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, Problem.CONTENT_TYPE);
        exchange.getResponseSender().send(ByteBuffer.wrap(document));
    }

    /** Answers with what is wrong with a publication. */
    static void refusal(HttpServerExchange exchange, ProtocolException e) {
        if (e.code() == ErrorCode.FULL) {
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, Problems.RETRY_SECONDS);
        }
        problem(exchange, e.code(), Problem.json(e.code(), e.getMessage(), e.position()));
    }

    @Override
    public OutputStream writeResponseStatusAndHeaders(long contentLength, ContainerResponse response) {
        exchange.setStatusCode(response.getStatus());
        response.getStringHeaders()
                .forEach(
                        (name, values) -> exchange.getResponseHeaders().addAll(HttpString.tryFromString(name), values));
        return body;
    }

    @Override
    public void commit() {
        if (!sent) {
            sent = true;
            onIoThread(exchange, this::send);
        }
    }

    /**
     * Hands over to the thread that the connection belongs to: to write from here would cost a third more, since the two
     * threads would wait for each other whenever the next request comes before this thread is done with the last.
     */
    static void onIoThread(HttpServerExchange exchange, Runnable send) {
        try {
            exchange.dispatch(exchange.getIoThread(), send);
        } catch (RejectedExecutionException e) {
            // The server has stopped, and the connection with it.
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    private void send() {
        if (exchange.getStatusCode() == 400 && body.size() == 0) {
            // Jersey refuses headers that it cannot parse before it looks for whoever maps that to an answer.
            problem(exchange, ErrorCode.BAD_REQUEST, Problems.HEADERS_DETAIL);
        } else {
            exchange.getResponseSender().send(ByteBuffer.wrap(body.toByteArray()));
        }
    }

    /** Whatever could not be mapped to an answer; nothing of it may reach the client. */
    @Override
    public void failure(Throwable error) {
        LOG.log(System.Logger.Level.ERROR, "A REST request failed", error);
        if (!sent) {
            sent = true;
            exchange.getResponseHeaders().clear();
            problem(exchange, ErrorCode.INTERNAL, Problems.INTERNAL_DETAIL);
        }
    }

    @Override
    public boolean suspend(long time, TimeUnit unit, @Nullable TimeoutHandler handler) {
        throw new UnsupportedOperationException("Resources answer on the thread that calls them");
    }

    @Override
    public void setSuspendTimeout(long time, TimeUnit unit) {
        throw new UnsupportedOperationException("Resources answer on the thread that calls them");
    }

    /** The whole answer is kept here until it is complete, so Jersey need not keep it too. */
    @Override
    public boolean enableResponseBuffering() {
        return false;
    }
}
