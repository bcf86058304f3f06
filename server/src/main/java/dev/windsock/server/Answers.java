package dev.windsock.server;

import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Problem;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;

/** Answers that need no handler of their own. Do not block; may be called on any thread. */
final class Answers {
    static final String HTML = "text/html; charset=utf-8";
    static final String JSON = "application/json";

    private static final HttpString REFERRER_POLICY = new HttpString("Referrer-Policy");
    private static final HttpString CONTENT_SECURITY_POLICY = new HttpString("Content-Security-Policy");

    private Answers() {}

    /** Answers with a problem document. */
    static void problem(HttpServerExchange exchange, ErrorCode code, String detail) {
        exchange.setStatusCode(code.status());
        send(exchange, Problem.CONTENT_TYPE, Problem.json(code, detail));
    }

    /** Refuses a method that is none of {@code allowed}. */
    static void methodNotAllowed(HttpServerExchange exchange, String allowed) {
        exchange.getResponseHeaders().put(Headers.ALLOW, allowed);
        problem(exchange, ErrorCode.METHOD_NOT_ALLOWED, "This path allows " + allowed);
    }

    /** Sends one of the server's own pages: it needs no scripts, and nothing from elsewhere. */
    static void page(HttpServerExchange exchange, byte[] html) {
        exchange.getResponseHeaders()
                .put(CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
        pageHeaders(exchange);
        send(exchange, HTML, html);
    }

    /** Headers that make pages safer; for files of users too, so nothing that could break them. */
    static void pageHeaders(HttpServerExchange exchange) {
        exchange.getResponseHeaders()
                .put(Headers.X_CONTENT_TYPE_OPTIONS, "nosniff")
                .put(Headers.X_FRAME_OPTIONS, "SAMEORIGIN")
                .put(REFERRER_POLICY, "same-origin")
                .put(Headers.CACHE_CONTROL, "no-cache");
    }

    static void send(HttpServerExchange exchange, String contentType, byte[] body) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, contentType);
        exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }
}
