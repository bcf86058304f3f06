package dev.windsock.transport;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The proxies before the server that are believed when they say who their client is. Anybody can send such a header, so it
 * is read from its end, where the nearest proxy has written, and only as far as those who wrote are trusted. Immutable.
 */
public final class Proxies {
    /** None: a client is where its connection comes from. */
    public static final Proxies NONE = new Proxies(List.of(), Header.X_FORWARDED_FOR);

    private final Ranges trusted;
    private final Header header;

    /**
     * The header that the proxies write. It is one and not whichever there is, since a proxy that writes the one passes the
     * other on as the client has sent it.
     */
    public enum Header {
        /** {@code X-Forwarded-For}: the addresses, with commas between. */
        X_FORWARDED_FOR("x-forwarded-for", Headers.X_FORWARDED_FOR),
        /** {@code Forwarded}: RFC 7239. */
        FORWARDED("forwarded", Headers.FORWARDED);

        private final String word;
        private final HttpString name;

        Header(String word, HttpString name) {
            this.word = word;
            this.name = name;
        }

        /**
         * The header of that name, in any case.
         *
         * @throws IllegalArgumentException where it is none of these; the message is for people
         */
        public static Header of(String word) {
            for (Header header : values()) {
                if (header.word.equals(word.toLowerCase(Locale.ROOT))) {
                    return header;
                }
            }
            throw new IllegalArgumentException("`" + word + "` is none of x-forwarded-for and forwarded");
        }
    }

    private Proxies(List<String> ranges, Header header) {
        this.trusted = Ranges.of(ranges);
        this.header = header;
    }

    /**
     * Trusts the proxies in these ranges.
     *
     * @param ranges addresses, and ranges of them such as {@code 10.0.0.0/8}
     * @throws IllegalArgumentException where one is none; the message is for people
     */
    public static Proxies trusted(List<String> ranges, Header header) {
        return ranges.isEmpty() ? NONE : new Proxies(ranges, header);
    }

    /** Where the client is, as far as those who tell it are trusted. */
    public InetAddress client(HttpServerExchange exchange) {
        InetAddress peer = exchange.getSourceAddress().getAddress();
        return trusted.isEmpty()
                ? peer
                : client(peer, exchange.getRequestHeaders().get(header.name));
    }

    /** Goes back from proxy to proxy until one that is not trusted, or until what it tells is no address. */
    InetAddress client(InetAddress peer, @Nullable HeaderValues values) {
        List<String> told = values == null ? List.of() : nodes(String.join(",", values));
        InetAddress client = peer;
        for (int i = told.size() - 1; i >= 0 && trusted.contain(client); i--) {
            InetAddress before = Ranges.address(withoutPort(told.get(i)));
            if (before == null) {
                break;
            }
            client = before;
        }
        return client;
    }

    private List<String> nodes(String value) {
        return header == Header.FORWARDED ? ForwardedHeader.nodes(value) : List.of(value.split(",", -1));
    }

    /** IPv6 addresses with a port are in brackets. */
    private static String withoutPort(String node) {
        String text = node.strip();
        int port = text.indexOf(':');
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? text : text.substring(1, end);
        }
        return port >= 0 && port == text.lastIndexOf(':') ? text.substring(0, port) : text;
    }
}
