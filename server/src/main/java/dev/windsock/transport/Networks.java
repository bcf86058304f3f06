package dev.windsock.transport;

import dev.windsock.protocol.TransportName;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.wildfly.common.net.CidrAddressTable;

/** Which transports are offered to whom, by the network that a client is in. Immutable. */
public final class Networks {
    /** All transports for all. */
    public static final Networks UNRESTRICTED = new Networks(List.of());

    private final CidrAddressTable<Set<TransportName>> offered = new CidrAddressTable<>();

    /**
     * A rule.
     *
     * @param ranges addresses, and ranges of them such as {@code 10.0.0.0/8}
     * @param transports what is offered to clients there: one transport or more
     */
    public record Rule(List<String> ranges, Set<TransportName> transports) {
        public Rule {
            ranges = List.copyOf(ranges);
            transports = Set.copyOf(transports);
            if (ranges.isEmpty() || transports.isEmpty()) {
                throw new IllegalArgumentException("A rule of networks needs a range and a transport at least");
            }
        }
    }

    private Networks(List<Rule> rules) {
        for (Rule rule : rules) {
            for (String range : rule.ranges()) {
                if (offered.putIfAbsent(Ranges.parse(range), rule.transports()) != null) {
                    throw new IllegalArgumentException("`" + range + "` is listed twice");
                }
            }
        }
    }

    /**
     * Where several rules fit an address, that with the smallest range holds; where none does, all transports are offered.
     *
     * @throws IllegalArgumentException where a range is none, or is listed twice; the message is for people
     */
    public static Networks of(List<Rule> rules) {
        return rules.isEmpty() ? UNRESTRICTED : new Networks(rules);
    }

    /** What is offered to a client at that address. */
    Set<TransportName> offered(InetAddress client) {
        return offered.isEmpty() ? TransportName.ALL : offered.getOrDefault(client, TransportName.ALL);
    }
}
