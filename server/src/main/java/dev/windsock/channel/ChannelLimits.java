package dev.windsock.channel;

/**
 * What all channels together may grow to.
 *
 * @param channels how many channels there may be
 * @param totalBytes bytes of all channels and their logs together, by weight
 * @param recoveryBytes bytes a second, of all readers together, for reading what was missed
 */
public record ChannelLimits(int channels, long totalBytes, long recoveryBytes) {
    public ChannelLimits {
        if (channels < 1 || totalBytes < 1 || recoveryBytes < 1) {
            throw new IllegalArgumentException("Limits of channels must be above 0");
        }
    }

    /** 1,000,000 channels, a third of the heap for all logs, 64 MiB a second for what was missed. */
    public static ChannelLimits defaults() {
        return new ChannelLimits(1_000_000, Runtime.getRuntime().maxMemory() / 3, 64L << 20);
    }
}
