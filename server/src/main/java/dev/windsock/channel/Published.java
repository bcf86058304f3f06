package dev.windsock.channel;

import dev.windsock.protocol.Position;

/**
 * The answer to a publish.
 *
 * @param position where the publication is
 * @param subscribers how many connections were subscribed on this server when it was appended
 * @param repeated whether it had been published before, so that this is the answer of that time
 */
public record Published(String channel, Position position, int subscribers, boolean repeated) {
    Published again() {
        return new Published(channel, position, subscribers, true);
    }
}
