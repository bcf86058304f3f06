package dev.windsock.connection;

import dev.windsock.channel.Channels;
import dev.windsock.presence.Presence;
import java.time.Duration;

/**
 * What all connections share.
 *
 * @param presence who is in which channel
 * @param server name and version, as clients are told
 * @param ping time between the server's pings on a stream
 * @param maxMessage bytes of one command frame
 * @param maxChannels subscriptions of one connection
 */
public record Settings(
        Channels channels, Presence presence, String server, Duration ping, int maxMessage, int maxChannels) {

    /** How long a client may be silent before it counts as gone. */
    Duration lease() {
        return presence.lease();
    }

    /** The same in intervals between pings. */
    int leaseBeats() {
        return (int) Math.ceilDiv(lease().toMillis(), ping.toMillis());
    }
}
