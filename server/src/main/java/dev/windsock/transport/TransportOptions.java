package dev.windsock.transport;

import java.time.Duration;

/**
 * What the transports allow.
 *
 * @param maxMessageSize bytes of one WebSocket message, and of one command frame
 * @param maxBodySize bytes of one HTTP request's body
 * @param maxChannels channels that one connection may follow
 * @param pingInterval time between the server's pings on a stream
 * @param lease how long a client may be silent before it counts as gone: two ping intervals or more
 */
public record TransportOptions(
        int maxMessageSize, int maxBodySize, int maxChannels, Duration pingInterval, Duration lease) {
    public TransportOptions {
        if (maxMessageSize < 1024 || maxBodySize < 1024 || maxChannels < 1 || pingInterval.toMillis() < 100) {
            throw new IllegalArgumentException(
                    "Sizes must be 1024 bytes or more, channels 1 or more, the ping interval 100 ms or more");
        }
        if (lease.compareTo(pingInterval.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("The lease must be two ping intervals or more");
        }
    }

    /** Messages of 64 KiB, bodies of 1 MiB, 128 channels, a ping each 25 seconds, a lease of 75 seconds. */
    public static TransportOptions defaults() {
        return new TransportOptions(64 * 1024, 1024 * 1024, 128, Duration.ofSeconds(25), Duration.ofSeconds(75));
    }
}
