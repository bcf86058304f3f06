package dev.windsock.server;

import dev.windsock.transport.Proxies;
import dev.windsock.transport.Ranges;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** Who may read the metrics. Immutable. */
public final class MetricsAccess {
    /** Programs on this machine. */
    public static final MetricsAccess LOOPBACK = new MetricsAccess(Who.LOOPBACK, List.of());

    /** What a proxy adds: a request that has come through one is not of this machine, though the proxy may be. */
    private static final List<HttpString> SIGNS = Stream.of(
                    "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")
            .map(HttpString::new)
            .toList();

    private final Who who;
    private final Ranges ranges;

    private enum Who {
        LOOPBACK,
        LISTED,
        ALL,
        NOBODY
    }

    private MetricsAccess(Who who, List<String> ranges) {
        this.who = who;
        this.ranges = Ranges.of(ranges);
    }

    /**
     * Reads {@code loopback}, {@code all}, {@code off}, or addresses and ranges of them.
     *
     * @throws IllegalArgumentException where it is none of these; the message is for people
     */
    public static MetricsAccess of(List<String> words) {
        return switch (String.join(" ", words)) {
            case "loopback" -> LOOPBACK;
            case "all" -> new MetricsAccess(Who.ALL, List.of());
            case "off" -> new MetricsAccess(Who.NOBODY, List.of());
            case "" ->
                throw new IllegalArgumentException(
                        "who may read the metrics is `loopback`, `all`, `off`, or addresses such as 10.0.0.0/8");
            default -> new MetricsAccess(Who.LISTED, words);
        };
    }

    boolean isOff() {
        return who == Who.NOBODY;
    }

    boolean allows(HttpServerExchange exchange, Proxies proxies) {
        return allows(exchange.getSourceAddress().getAddress(), proxies.client(exchange), exchange.getRequestHeaders());
    }

    /**
     * Whether a request may read them.
     *
     * @param peer where its connection comes from
     * @param client where the client is, as far as proxies are trusted
     */
    boolean allows(InetAddress peer, InetAddress client, HeaderMap headers) {
        boolean forwarded = SIGNS.stream().anyMatch(headers::contains);
        boolean own = peer.isLoopbackAddress() && !forwarded;
        return switch (who) {
            case LOOPBACK -> own;
            // A proxy that does not tell its client, or is not trusted, must not lend it its own address.
            case LISTED -> own || ranges.contain(client) && !(forwarded && client.equals(peer));
            case ALL -> true;
            case NOBODY -> false;
        };
    }
}
