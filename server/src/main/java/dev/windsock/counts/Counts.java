package dev.windsock.counts;

import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.TransportName;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the server counts, once for all its parts. What happens for each delivery is counted elsewhere, by each thread for
 * itself. Thread-safe.
 *
 * @param published publications that were kept, by where they came from
 * @param opened connections
 * @param closed connections, by how they ended
 * @param refused commands and requests
 * @param subscribed subscriptions that have begun
 * @param unsubscribed subscriptions that have ended
 * @param recovered subscriptions that stated a position, and got all after it
 * @param notRecovered subscriptions that stated a position, and did not get all after it
 * @param gaps gaps that were told
 * @param clients what clients tell of their attempts
 */
public record Counts(
        Tally<Source> published,
        Tally<TransportName> opened,
        Map<TransportName, Tally<End>> closed,
        Tally<ErrorCode> refused,
        LongAdder subscribed,
        LongAdder unsubscribed,
        LongAdder recovered,
        LongAdder notRecovered,
        LongAdder gaps,
        ClientCounts clients) {
    /** Nothing has happened yet. */
    public Counts() {
        this(
                new Tally<>(Source.class),
                new Tally<>(TransportName.class),
                byTransport(),
                new Tally<>(ErrorCode.class),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new ClientCounts());
    }

    private static Map<TransportName, Tally<End>> byTransport() {
        Map<TransportName, Tally<End>> all = new EnumMap<>(TransportName.class);
        for (TransportName transport : TransportName.values()) {
            all.put(transport, new Tally<>(End.class));
        }
        return Collections.unmodifiableMap(all);
    }

    /** Connections over that transport, by how they ended. */
    public Tally<End> closed(TransportName transport) {
        return Objects.requireNonNull(closed.get(transport));
    }
}
