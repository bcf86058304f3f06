package dev.windsock.bench.measure;

import java.time.Duration;

/**
 * How long and how large.
 *
 * @param warmUp before anything counts: half of it as fast as possible, so that a JVM has compiled what it will use
 * @param time that counts
 * @param soak that counts in the long measurement of latency
 * @param connections idle ones, and those of the storm
 * @param complete whether to measure also what the short form has no need of
 * @param files open files that a process may have, which bounds its connections
 * @param threads of the load
 */
public record Scale(
        Duration warmUp, Duration time, Duration soak, int connections, boolean complete, int files, int threads) {
    private static final int SPARE_FILES = 500;

    /** Returns so many subscribers, or as many as one process can hold. */
    int atMost(int subscribers) {
        return Math.min(subscribers, files - SPARE_FILES);
    }
}
