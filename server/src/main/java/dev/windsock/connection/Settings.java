package dev.windsock.connection;

import dev.windsock.channel.Channels;
import java.time.Duration;

/**
 * What all connections share.
 *
 * @param server name and version, as clients are told
 * @param ping time between the server's pings on a stream
 * @param lease how long a client may be silent before it counts as gone
 * @param maxMessage bytes of one command frame
 * @param maxChannels subscriptions of one connection
 */
public record Settings(
        Channels channels, String server, Duration ping, Duration lease, int maxMessage, int maxChannels) {}
