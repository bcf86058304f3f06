package dev.windsock.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wildfly.common.net.CidrAddress;
import org.wildfly.common.net.Inet;

/** Ranges of addresses. Immutable. */
public final class Ranges {
    private final List<CidrAddress> ranges;

    private Ranges(List<CidrAddress> ranges) {
        this.ranges = ranges;
    }

    /**
     * Ranges as people write them: {@code 10.0.0.0/8}, {@code fd00::/8}, or a single address.
     *
     * @throws IllegalArgumentException where one is none; the message is for people
     */
    public static Ranges of(List<String> texts) {
        return new Ranges(texts.stream().map(Ranges::parse).toList());
    }

    /** Whether the address is in one of them. */
    public boolean contain(InetAddress address) {
        return ranges.stream().anyMatch(range -> range.matches(address));
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** One range. */
    static CidrAddress parse(String text) {
        CidrAddress range = Inet.parseCidrAddress(text);
        InetAddress single = address(text);
        if (range == null && single != null) {
            range = CidrAddress.create(single, bits(single));
        }
        // The library takes an IPv4 address written as IPv6, and its bits for those of an IPv4 range.
        if (range == null || range.getNetmaskBits() > bits(range.getNetworkAddress())) {
            throw new IllegalArgumentException(
                    "`" + text + "` is neither an address nor a range such as 10.0.0.0/8 or fd00::/8");
        }
        return range;
    }

    private static int bits(InetAddress address) {
        return address.getAddress().length * Byte.SIZE;
    }

    /** An address; null where the text is none. An IPv4 address that is written as IPv6 is the IPv4 one. Asks no name server. */
    static @Nullable InetAddress address(String text) {
        try {
            byte[] bytes = Inet.parseInetAddressToBytes(text);
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
