package dev.windsock.channel;

import dev.windsock.protocol.Position;

/**
 * The answer to a publish.
 *
 * @param position where the publication is
 * @param subscribers how many connections were subscribed on this server when it was appended
 */
public record Published(String channel, Position position, int subscribers) {}
