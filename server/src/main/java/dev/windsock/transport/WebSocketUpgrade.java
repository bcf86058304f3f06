package dev.windsock.transport;

import dev.windsock.protocol.ErrorCode;
import dev.windsock.websocket.Handshake;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The opening handshake (RFC 6455 section 4.2): turns a request into a {@link WebSocketLink}. */
public final class WebSocketUpgrade implements HttpHandler {
    /** Who takes over the links. Called on the link's I/O thread; the answer 101 has been written then. */
    public interface Acceptor {
        WebSocketLink.Listener accept(WebSocketLink link, HttpServerExchange exchange);
    }

    private static final HttpString KEY = new HttpString("Sec-WebSocket-Key");
    private static final HttpString VERSION = new HttpString("Sec-WebSocket-Version");
    private static final HttpString ACCEPT = new HttpString("Sec-WebSocket-Accept");
    private static final HttpString EXTENSIONS = new HttpString("Sec-WebSocket-Extensions");

    private final IoLoops loops;
    private final int maxMessage;
    private final Acceptor acceptor;

    WebSocketUpgrade(IoLoops loops, int maxMessage, Acceptor acceptor) {
        this.loops = loops;
        this.maxMessage = maxMessage;
        this.acceptor = acceptor;
    }

    /** A handler of its own, for those who want WebSockets and nothing else. */
    public WebSocketUpgrade(TransportOptions options, Acceptor acceptor) {
        this(new IoLoops(options.pingInterval()), options.maxMessageSize(), acceptor);
    }

    /** Whether the request asks for an upgrade to a WebSocket. */
    static boolean isAskedBy(HttpServerExchange exchange) {
        String upgrade = exchange.getRequestHeaders().getFirst(Headers.UPGRADE);
        return upgrade != null && upgrade.toLowerCase(Locale.ROOT).contains("websocket");
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        String wrong = wrong(exchange);
        if (wrong != null) {
            exchange.getResponseHeaders().put(VERSION, Handshake.VERSION);
            Responses.problem(exchange, ErrorCode.BAD_REQUEST, wrong);
            return;
        }
        HeaderMap request = exchange.getRequestHeaders();
        HeaderMap response = exchange.getResponseHeaders();
        String extensions = Handshake.extensions(joined(request.get(EXTENSIONS)));
        if (extensions != null) {
            response.put(EXTENSIONS, extensions);
        }
        response.put(Headers.UPGRADE, "websocket");
        response.put(ACCEPT, Handshake.accept(request.getFirst(KEY).trim()));
        IoLoop loop = loops.of(exchange);
        exchange.upgradeChannel((connection, upgraded) -> {
            WebSocketLink link = new WebSocketLink(connection, loop, maxMessage, extensions != null);
            link.start(acceptor.accept(link, upgraded));
        });
        exchange.endExchange();
    }

    private static @Nullable String wrong(HttpServerExchange exchange) {
        HeaderMap headers = exchange.getRequestHeaders();
        String connection = joined(headers.get(Headers.CONNECTION));
        if (!exchange.getRequestMethod().equals(Methods.GET)) {
            return "A WebSocket is asked for with GET";
        }
        if (connection == null || !connection.toLowerCase(Locale.ROOT).contains("upgrade")) {
            return "The header Connection must contain Upgrade";
        }
        if (!Handshake.isKey(headers.getFirst(KEY))) {
            return "The header Sec-WebSocket-Key must be 16 bytes in base64";
        }
        return Handshake.VERSION.equals(headers.getFirst(VERSION))
                ? null
                : "The header Sec-WebSocket-Version must be " + Handshake.VERSION;
    }

    private static @Nullable String joined(@Nullable HeaderValues values) {
        return values == null ? null : String.join(",", values);
    }
}
