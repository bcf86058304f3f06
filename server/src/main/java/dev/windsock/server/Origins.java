package dev.windsock.server;

import dev.windsock.counts.Tally;
import dev.windsock.protocol.ErrorCode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages of other origins out, but for those that are allowed, and speaks CORS with these. Browsers let any page
 * open a WebSocket to any server, so this is what stands between a stranger's page and a server on the visitor's own
 * machine. Requests without an {@code Origin}, those of programs, pass. Thread-safe.
 */
final class Origins implements HttpHandler {
    private static final String ANY = "*";
    private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/?#@\\s]+");

    private static final HttpString SEC_FETCH_SITE = new HttpString("Sec-Fetch-Site");
    private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
    private static final HttpString ALLOW_METHODS = new HttpString("Access-Control-Allow-Methods");
    private static final HttpString ALLOW_HEADERS = new HttpString("Access-Control-Allow-Headers");
    private static final HttpString EXPOSE_HEADERS = new HttpString("Access-Control-Expose-Headers");
    private static final HttpString MAX_AGE = new HttpString("Access-Control-Max-Age");
    private static final HttpString REQUEST_METHOD = new HttpString("Access-Control-Request-Method");
    private static final HttpString REQUEST_HEADERS = new HttpString("Access-Control-Request-Headers");

    private static final Set<String> HEADERS = Set.of(
            "authorization",
            "cache-control",
            "content-type",
            "idempotency-key",
            "if-match",
            "last-event-id",
            "x-requested-with");
    /** Atmosphere's clients send many headers of their own, and read some. */
    private static final String ATMOSPHERE_HEADERS = "x-atmosphere-";

    private static final String EXPOSED =
            "Allow, Retry-After, Idempotent-Replayed, X-Atmosphere-tracking-id, X-Atmosphere-first-request";
    private static final String MAX_AGE_SECONDS = "7200";

    private final Set<String> allowed;
    private final HttpHandler next;
    private final Tally<ErrorCode> refused;

    /**
     * Guards {@code next}.
     *
     * @param allowed origins that {@link #parse} has returned
     * @param refused counts the others
     */
    Origins(Collection<String> allowed, HttpHandler next, Tally<ErrorCode> refused) {
        this.allowed = Set.copyOf(allowed);
        this.next = next;
        this.refused = refused;
    }

    /**
     * An origin as browsers send it, or {@code *} for all.
     *
     * @throws IllegalArgumentException where the text is neither; its message is for people
     */
    static String parse(String text) {
        String origin = text.strip().toLowerCase(Locale.ROOT);
        if (origin.equals(ANY) || origin.equals("null")) {
            return origin;
        }
        if (!ORIGIN.matcher(origin).matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an origin; write scheme://host[:port] without a path, such as"
                            + " https://example.com, or * for all");
        }
        return withoutDefaultPort(origin);
    }

    private static String withoutDefaultPort(String origin) {
        if (origin.startsWith("http://") && origin.endsWith(":80")) {
            return origin.substring(0, origin.length() - ":80".length());
        }
        if (origin.startsWith("https://") && origin.endsWith(":443")) {
            return origin.substring(0, origin.length() - ":443".length());
        }
        return origin;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        HeaderMap headers = exchange.getRequestHeaders();
        HeaderValues origins = headers.get(Headers.ORIGIN);
        if (origins == null || origins.isEmpty()) {
            next.handleRequest(exchange);
            return;
        }
        String origin = origins.getFirst();
        boolean one = origins.size() == 1;
        if (one && isAllowed(origin)) {
            handleAllowed(exchange, origin);
        } else if (one && isSame(origin, headers)) {
            next.handleRequest(exchange);
        } else {
            refuse(exchange, origin);
        }
    }

    private boolean isAllowed(String origin) {
        return allowed.contains(ANY) || allowed.contains(origin.toLowerCase(Locale.ROOT));
    }

    /**
     * Whether the page is this server's own. Browsers say so where the page is a secure one; else its host is the one
     * that it calls, though a proxy between may have changed that.
     */
    private static boolean isSame(String origin, HeaderMap headers) {
        String site = headers.getFirst(SEC_FETCH_SITE);
        return "same-origin".equals(site) || "none".equals(site) || isHost(origin, headers.getFirst(Headers.HOST));
    }

    private static boolean isHost(String origin, @Nullable String host) {
        int authority = origin.indexOf("://");
        if (host == null || authority < 0) {
            return false;
        }
        String scheme = origin.substring(0, authority + "://".length()).toLowerCase(Locale.ROOT);
        return withoutDefaultPort(origin.toLowerCase(Locale.ROOT))
                .equals(withoutDefaultPort(scheme + host.toLowerCase(Locale.ROOT)));
    }

    private void handleAllowed(HttpServerExchange exchange, String origin) throws Exception {
        exchange.getResponseHeaders()
                .put(ALLOW_ORIGIN, origin)
                .put(EXPOSE_HEADERS, EXPOSED)
                .add(Headers.VARY, "Origin");
        if (exchange.getRequestMethod().equals(Methods.OPTIONS)
                && exchange.getRequestHeaders().contains(REQUEST_METHOD)) {
            answerPreflight(exchange);
        } else {
            next.handleRequest(exchange);
        }
    }

    private static void answerPreflight(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(ALLOW_METHODS, "GET, POST, DELETE").put(MAX_AGE, MAX_AGE_SECONDS);
        String headers = allowedHeaders(exchange.getRequestHeaders().getFirst(REQUEST_HEADERS));
        if (!headers.isEmpty()) {
            exchange.getResponseHeaders().put(ALLOW_HEADERS, headers);
        }
        exchange.setStatusCode(StatusCodes.NO_CONTENT);
        exchange.endExchange();
    }

    /** Those of the headers asked for that a page may send. */
    private static String allowedHeaders(@Nullable String asked) {
        return asked == null
                ? ""
                : Arrays.stream(asked.toLowerCase(Locale.ROOT).split(","))
                        .map(String::strip)
                        .filter(name -> HEADERS.contains(name) || name.startsWith(ATMOSPHERE_HEADERS))
                        .collect(Collectors.toCollection(TreeSet::new))
                        .stream()
                        .collect(Collectors.joining(", "));
    }

    private void refuse(HttpServerExchange exchange, String origin) {
        refused.add(ErrorCode.FORBIDDEN_ORIGIN);
        exchange.getResponseHeaders().add(Headers.VARY, "Origin");
        Answers.problem(
                exchange,
                ErrorCode.FORBIDDEN_ORIGIN,
                "Pages of " + origin + " may not use this server; to let them, start it with --allow-origin " + origin);
    }
}
