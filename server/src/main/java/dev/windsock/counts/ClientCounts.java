package dev.windsock.counts;

import dev.windsock.protocol.ClientReport;
import dev.windsock.protocol.ClientReport.Reason;
import dev.windsock.protocol.ClientReport.Why;
import dev.windsock.protocol.TransportName;
import dev.windsock.protocol.Words;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What clients tell of the transports that they tried. Nothing of it is proven: a client may tell what it likes, but only in
 * words of fixed sets, so that what is kept is bounded. Thread-safe.
 */
public final class ClientCounts {
    /** The outcome of a transport that took over from one of a lower rank that worked. */
    public static final String UPGRADED = "upgraded";

    /** The outcome of any other that took over. */
    public static final String CARRIED = "carried";

    private final ConcurrentMap<Negotiation, Durations> negotiations = new ConcurrentHashMap<>();
    private final ConcurrentMap<Fallback, LongAdder> fallbacks = new ConcurrentHashMap<>();
    private final ConcurrentMap<Block, LongAdder> blocks = new ConcurrentHashMap<>();

    /**
     * What became of a transport that was opened.
     *
     * @param outcome {@link #UPGRADED}, {@link #CARRIED}, or why it failed
     */
    public record Negotiation(TransportName transport, String outcome) {}

    /** A client got its first connection, or its next, on a transport since a better one had failed. */
    public record Fallback(TransportName from, TransportName to, Reason cause) {}

    /** A client has found that its network lets a transport not through, while the server was there. */
    public record Block(TransportName transport, Reason cause) {}

    /**
     * Counts what a client has told.
     *
     * @param over the transport on which it has told that, so that it is what the client has got
     */
    public void add(ClientReport report, TransportName over) {
        for (ClientReport.Failed one : report.failed()) {
            took(one.transport(), Words.of(one.reason()), one.millis());
            if (one.why() == Why.CONNECT || one.why() == Why.RECONNECT) {
                fellBack(one.transport(), over, one.reason());
            }
        }
        for (ClientReport.Carried one : report.carried()) {
            took(one.transport(), one.why() == Why.BETTER ? UPGRADED : CARRIED, one.millis());
            if (one.why() == Why.HELD_BACK) {
                // Only streams can be.
                fellBack(TransportName.SSE, one.transport(), Reason.HELD_BACK);
            }
        }
        report.blocked().forEach(one -> count(blocks, new Block(one.transport(), one.reason())));
    }

    private void took(TransportName transport, String outcome, long millis) {
        negotiations
                .computeIfAbsent(new Negotiation(transport, outcome), key -> new Durations())
                .add(millis);
    }

    private void fellBack(TransportName from, TransportName to, Reason cause) {
        if (from.compareTo(to) < 0) {
            count(fallbacks, new Fallback(from, to, cause));
        }
    }

    private static <K> void count(ConcurrentMap<K, LongAdder> counts, K key) {
        counts.computeIfAbsent(key, absent -> new LongAdder()).increment();
    }

    /** How long it took until something became of a transport. */
    public Map<Negotiation, Durations> negotiations() {
        return Map.copyOf(negotiations);
    }

    public Map<Fallback, LongAdder> fallbacks() {
        return Map.copyOf(fallbacks);
    }

    public Map<Block, LongAdder> blocks() {
        return Map.copyOf(blocks);
    }
}
