package dev.windsock.transport;

import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Problem;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpAttachments;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;

/** What all answers of the transports have in common. */
final class Responses {
    private static final HttpString ACCEL_BUFFERING = new HttpString("X-Accel-Buffering");

    private Responses() {}

    /** Keeps caches from keeping, and proxies from changing, what is answered. */
    static void notStored(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store, no-transform");
    }

    /** The headers of a stream of events. */
    static void stream(HttpServerExchange exchange) {
        notStored(exchange);
        HeaderMap headers = exchange.getResponseHeaders();
        headers.put(Headers.CONTENT_TYPE, "text/event-stream;charset=utf-8");
        headers.put(ACCEL_BUFFERING, "no");
    }

    /** The headers of an answer that is written in chunks already. */
    static void chunked(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.TRANSFER_ENCODING, "chunked");
        exchange.putAttachment(HttpAttachments.PRE_CHUNKED_RESPONSE, true);
    }

    /** Answers with a status and nothing else. */
    static void empty(HttpServerExchange exchange, int status) {
        notStored(exchange);
        exchange.setStatusCode(status);
        exchange.setResponseContentLength(0);
        exchange.endExchange();
    }

    static void methodNotAllowed(HttpServerExchange exchange, String allowed) {
        exchange.getResponseHeaders().put(Headers.ALLOW, allowed);
        problem(exchange, ErrorCode.METHOD_NOT_ALLOWED, "Only " + allowed + " are served here");
    }

    /** Answers with a problem document (RFC 9457). */
    static void problem(HttpServerExchange exchange, ErrorCode code, String detail) {
        notStored(exchange);
        exchange.setStatusCode(code.status());
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, Problem.CONTENT_TYPE);
        exchange.getResponseSender().send(ByteBuffer.wrap(Problem.json(code, detail)));
    }
}
