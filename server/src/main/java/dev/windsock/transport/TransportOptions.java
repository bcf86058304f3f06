package dev.windsock.transport;

import java.time.Duration;

/**
 * What the transports allow.
 *
 * @param maxMessageSize bytes of one WebSocket message, and of one command frame
 * @param maxBodySize bytes of one HTTP request's body
 * @param maxChannels channels that one connection may follow
 * @param pingInterval time between the server's pings on a stream
 */
public record TransportOptions(int maxMessageSize, int maxBodySize, int maxChannels, Duration pingInterval) {
    public TransportOptions {
        if (maxMessageSize < 1024 || maxBodySize < 1024 || maxChannels < 1 || pingInterval.toMillis() < 100) {
            throw new IllegalArgumentException(
                    "Sizes must be 1024 bytes or more, channels 1 or more, the ping interval 100 ms or more");
        }
    }

    /** Messages of 64 KiB, bodies of 1 MiB, 128 channels, a ping each 25 seconds. */
    public static TransportOptions defaults() {
        return new TransportOptions(64 * 1024, 1024 * 1024, 128, Duration.ofSeconds(25));
    }
}
