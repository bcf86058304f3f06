package dev.windsock.channel;

import java.time.Duration;

/**
 * What channels may grow to.
 *
 * @param logCount publications that a log keeps
 * @param logBytes bytes that a log keeps, by the weight of its publications; its newest is kept in any case
 * @param logAge how long a publication is kept, and how long a channel without subscribers
 * @param channels how many channels there may be
 * @param totalBytes bytes of all channels and their logs together, by weight
 */
public record ChannelLimits(int logCount, long logBytes, Duration logAge, int channels, long totalBytes) {
    public ChannelLimits {
        if (logCount < 1 || logBytes < 1 || logAge.toMillis() < 1 || channels < 1 || totalBytes < 1) {
            throw new IllegalArgumentException("Limits of channels must be above 0");
        }
    }

    /** Logs of 1,024 publications, 1 MiB and 5 minutes; 1,000,000 channels; a third of the heap for all logs. */
    public static ChannelLimits defaults() {
        return new ChannelLimits(
                1024,
                1 << 20,
                Duration.ofMinutes(5),
                1_000_000,
                Runtime.getRuntime().maxMemory() / 3);
    }
}
