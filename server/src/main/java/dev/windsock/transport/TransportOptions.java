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
 * @param networks which transports are offered where
 * @param proxies who is believed when it tells where a client is
 */
public record TransportOptions(
        int maxMessageSize,
        int maxBodySize,
        int maxChannels,
        Duration pingInterval,
        Duration lease,
        Networks networks,
        Proxies proxies) {
    public TransportOptions {
        if (maxMessageSize < 1024 || maxBodySize < 1024 || maxChannels < 1 || pingInterval.toMillis() < 100) {
            throw new IllegalArgumentException(
                    "Sizes must be 1024 bytes or more, channels 1 or more, the ping interval 100 ms or more");
        }
        if (lease.compareTo(pingInterval.plus(pingInterval)) < 0) {
            throw new IllegalArgumentException("The lease must be two ping intervals or more");
        }
    }

    /** Options for clients of all networks, and no proxy that is believed. */
    public TransportOptions(
            int maxMessageSize, int maxBodySize, int maxChannels, Duration pingInterval, Duration lease) {
        this(maxMessageSize, maxBodySize, maxChannels, pingInterval, lease, Networks.UNRESTRICTED, Proxies.NONE);
    }

    /** Messages of 64 KiB, bodies of 1 MiB, 128 channels, a ping each 25 seconds, a lease of 75 seconds. */
    public static TransportOptions defaults() {
        return new TransportOptions(64 * 1024, 1024 * 1024, 128, Duration.ofSeconds(25), Duration.ofSeconds(75));
    }

    /** The same with other rules of networks. */
    public TransportOptions withNetworks(Networks other) {
        return new TransportOptions(maxMessageSize, maxBodySize, maxChannels, pingInterval, lease, other, proxies);
    }

    /** The same with other proxies that are believed. */
    public TransportOptions withProxies(Proxies other) {
        return new TransportOptions(maxMessageSize, maxBodySize, maxChannels, pingInterval, lease, networks, other);
    }
}
