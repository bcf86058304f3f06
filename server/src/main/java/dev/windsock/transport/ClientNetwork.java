package dev.windsock.transport;

import dev.windsock.protocol.Sha256;
import dev.windsock.protocol.TransportName;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/**
 * The network that a client is in.
 *
 * @param name tells networks apart, coarsely: by the beginning of the address, which is not told itself
 * @param offered the transports that are offered there
 */
record ClientNetwork(String name, Set<TransportName> offered) {
    private static final int IPV4_BYTES = 3;
    private static final int IPV6_BYTES = 6;
    private static final int NAME_BYTES = 6;

    /** The network's name: the same for all addresses of one /24 (IPv4) or /48 (IPv6). */
    static String name(InetAddress address) {
        byte[] bytes = address.getAddress();
        byte[] prefix = Arrays.copyOf(bytes, address instanceof Inet4Address ? IPV4_BYTES : IPV6_BYTES);
        byte[] digest = Sha256.start().digest(prefix);
        return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, NAME_BYTES));
    }
}
