package dev.windsock.doctor;

/** Counts ms from its making on. Thread-safe. */
final class Watch {
    private static final double NANOS_PER_MILLI = 1_000_000;

    private final long start = System.nanoTime();

    double ms() {
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }
}
