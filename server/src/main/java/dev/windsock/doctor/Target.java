package dev.windsock.doctor;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The server that is examined.
 *
 * @param url its one path, by http or https
 * @param echo the path that answers what arrived
 */
public record Target(URI url, URI echo) {
    private static final String PATH = "/windsock";

    /**
     * Reads the address of a server, or of its path, or of its doctor's page.
     *
     * @throws IllegalArgumentException where it is none; its message is for people
     */
    public static Target parse(String text) {
        URI uri = uri(text);
        String scheme = scheme(uri, text);
        if (uri.getHost() == null) {
            throw wrong(text, "it names no host");
        }
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException("a name and password do not belong into an address; use --header");
        }
        String path = base(uri.getRawPath());
        String root = scheme + "://" + uri.getRawAuthority() + path;
        return new Target(URI.create(root + PATH), URI.create(root + "/doctor/echo"));
    }

    /** Host and port, for people. */
    public String place() {
        return url.getRawAuthority();
    }

    boolean isSecure() {
        return "https".equals(url.getScheme());
    }

    private static URI uri(String text) {
        try {
            return new URI(text.strip());
        } catch (URISyntaxException e) {
            throw wrong(text, e.getReason());
        }
    }

    private static String scheme(URI uri, String text) {
        @Nullable String scheme = uri.getScheme();
        return switch (scheme == null ? "" : scheme.toLowerCase(Locale.ROOT)) {
            case "http", "ws" -> "http";
            case "https", "wss" -> "https";
            default -> throw wrong(text, "it begins with neither http:// nor https://");
        };
    }

    /** What stands before the server's own paths. */
    private static String base(String path) {
        String base = path;
        for (String own : new String[] {"/", PATH, "/doctor"}) {
            if (base.endsWith(own)) {
                base = base.substring(0, base.length() - own.length());
            }
        }
        return base;
    }

    private static IllegalArgumentException wrong(String text, String why) {
        return new IllegalArgumentException(
                "'" + text + "' is not the address of a server: " + why + "; write http://host:port");
    }
}
