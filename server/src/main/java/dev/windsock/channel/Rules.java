package dev.windsock.channel;

import dev.windsock.protocol.TransportName;
import java.time.Duration;
import java.util.Set;

/**
 * The rules of a channel.
 *
 * @param logCount publications that the log keeps
 * @param logBytes bytes that the log keeps, by the weight of its publications; its newest is kept in any case
 * @param logAge how long a publication is kept, what is remembered of its publisher, and a channel that nobody uses
 * @param recovery whether what was missed is delivered to a reader that states a position
 * @param behind what becomes of a reader that falls behind
 * @param presence whether it is known who is there
 * @param joins whether those who come and go are entries of the log
 * @param publishers who may publish
 * @param transports which transports its subscribers may be on: one or more
 */
public record Rules(
        int logCount,
        long logBytes,
        Duration logAge,
        boolean recovery,
        Behind behind,
        boolean presence,
        boolean joins,
        Publishers publishers,
        Set<TransportName> transports) {
    public Rules {
        transports = Set.copyOf(transports);
        if (logCount < 1 || logBytes < 1 || logAge.toMillis() < 1) {
            throw new IllegalArgumentException("A log's count, size and age must be above 0");
        }
        if (transports.isEmpty()) {
            throw new IllegalArgumentException("A channel has to be offered on one transport at least");
        }
        if (joins && !presence) {
            throw new IllegalArgumentException("Joins are entries of channels with presence only");
        }
    }

    /**
     * Logs of 10,000 publications, 4 MiB and 5 minutes, so that whoever is away for two minutes misses nothing in a
     * channel of 80 publications a second; no presence; open to all publishers.
     */
    public static Rules defaults() {
        return new Rules(
                10_000,
                4L << 20,
                Duration.ofMinutes(5),
                true,
                Behind.GAP,
                false,
                false,
                Publishers.ALL,
                TransportName.ALL);
    }

    /** The same with other bounds of the log. */
    public Rules withLog(int count, long bytes, Duration age) {
        return new Rules(count, bytes, age, recovery, behind, presence, joins, publishers, transports);
    }

    /** The same with another answer to falling behind. */
    public Rules withBehind(Behind other) {
        return new Rules(logCount, logBytes, logAge, recovery, other, presence, joins, publishers, transports);
    }

    /** The same, with or without recovery. */
    public Rules withRecovery(boolean on) {
        return new Rules(logCount, logBytes, logAge, on, behind, presence, joins, publishers, transports);
    }

    /** The same, with or without presence, and with or without joins in the log. */
    public Rules withPresence(boolean on, boolean joinsToo) {
        return new Rules(logCount, logBytes, logAge, recovery, behind, on, joinsToo, publishers, transports);
    }

    /** The same for other publishers. */
    public Rules withPublishers(Publishers other) {
        return new Rules(logCount, logBytes, logAge, recovery, behind, presence, joins, other, transports);
    }

    /** The same for subscribers on other transports. */
    public Rules withTransports(Set<TransportName> other) {
        return new Rules(logCount, logBytes, logAge, recovery, behind, presence, joins, publishers, other);
    }
}
