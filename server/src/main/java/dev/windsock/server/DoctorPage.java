package dev.windsock.server;

import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Json;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.ETagUtils;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Serves the doctor: a page that tries every transport through the visitor's network, and an echo by which it sees what
 * becomes of a request on the way (PROTOCOL.md section 12). Thread-safe.
 */
final class DoctorPage implements HttpHandler {
    static final String PATH = "/doctor";

    private static final String ECHO = PATH + "/echo";
    private static final String RESOURCE = "/META-INF/windsock/doctor/index.html";
    /** What the echo tells of a request: that these came, never what was in them. */
    private static final List<HttpString> ECHOED =
            List.of(new HttpString("Idempotency-Key"), new HttpString("If-Match"), new HttpString("Last-Event-ID"));

    private static final HttpString VIA = new HttpString("Via");
    private static final int MAX_VIA = 200;

    private volatile @Nullable ClientFile page;

    /** Whether this request is the doctor's. */
    static boolean isAt(String path) {
        return path.startsWith(PATH) && (path.length() == PATH.length() || path.charAt(PATH.length()) == '/');
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        switch (exchange.getRequestPath()) {
            case PATH -> page(exchange);
            case ECHO -> echo(exchange);
            default -> Pages.notFound(exchange);
        }
    }

    private void page(HttpServerExchange exchange) {
        HttpString method = exchange.getRequestMethod();
        if (!method.equals(Methods.GET) && !method.equals(Methods.HEAD)) {
            Answers.methodNotAllowed(exchange, "GET, HEAD");
            return;
        }
        ClientFile file = loaded();
        if (file == null) {
            Answers.problem(exchange, ErrorCode.NOT_FOUND, "This build of the server comes without the page");
            return;
        }
        // What the page may do it states itself, with the hashes of what it is made of.
        Answers.pageHeaders(exchange);
        exchange.getResponseHeaders().put(Headers.ETAG, file.etag().toString());
        if (ETagUtils.handleIfNoneMatch(exchange, file.etag(), true)) {
            Answers.send(exchange, file.type(), file.bytes());
        } else {
            exchange.setStatusCode(StatusCodes.NOT_MODIFIED);
            exchange.endExchange();
        }
    }

    private @Nullable ClientFile loaded() {
        ClientFile now = page;
        if (now == null) {
            // May happen on two threads at once, with the same result.
            try (InputStream in = DoctorPage.class.getResourceAsStream(RESOURCE)) {
                now = in == null ? null : ClientFile.of("doctor", Answers.HTML, in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            page = now;
        }
        return now;
    }

    private static void echo(HttpServerExchange exchange) {
        HttpString method = exchange.getRequestMethod();
        if (!method.equals(Methods.GET) && !method.equals(Methods.DELETE)) {
            Answers.methodNotAllowed(exchange, "GET, DELETE");
            return;
        }
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store, no-transform");
        Answers.send(exchange, Answers.JSON, Json.object(out -> {
            out.writeStringField("nonce", UUID.randomUUID().toString());
            out.writeNumberField("time", System.currentTimeMillis());
            out.writeStringField("protocol", exchange.getProtocol().toString());
            out.writeArrayFieldStart("headers");
            for (HttpString name : ECHOED) {
                if (exchange.getRequestHeaders().contains(name)) {
                    out.writeString(name.toString());
                }
            }
            out.writeEndArray();
            String via = via(exchange);
            if (via != null) {
                out.writeStringField("via", via);
            }
        }));
    }

    private static @Nullable String via(HttpServerExchange exchange) {
        String via = exchange.getRequestHeaders().getFirst(VIA);
        return via == null ? null : via.substring(0, Math.min(via.length(), MAX_VIA));
    }
}
