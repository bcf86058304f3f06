package dev.windsock.transport;

import io.undertow.server.HttpServerExchange;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** Tells the networks of clients apart, coarsely: by the beginning of the address, which is not told itself. */
final class ClientNetwork {
    private static final int IPV4_BYTES = 3;
    private static final int IPV6_BYTES = 6;
    private static final int NAME_BYTES = 6;

    private ClientNetwork() {}

    static String of(HttpServerExchange exchange) {
        return of(exchange.getSourceAddress().getAddress());
    }

    /** The same for all addresses of one /24 (IPv4) or /48 (IPv6). */
    static String of(InetAddress address) {
        byte[] bytes = address.getAddress();
        byte[] prefix = Arrays.copyOf(bytes, address instanceof Inet4Address ? IPV4_BYTES : IPV6_BYTES);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(prefix);
            return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, NAME_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
