package dev.windsock.bench.load;

/**
 * What subscribers have got so far.
 *
 * @param deliveries messages
 * @param bytes all bytes from the network
 */
public record Counts(long deliveries, long bytes) {
    Counts plus(Counts other) {
        return new Counts(deliveries + other.deliveries, bytes + other.bytes);
    }

    /** Returns what has come since. */
    public Counts minus(Counts start) {
        return new Counts(deliveries - start.deliveries, bytes - start.bytes);
    }
}
