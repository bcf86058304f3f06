package dev.windsock.channel;

import dev.windsock.protocol.Position;

/**
 * How a channel stands.
 *
 * @param head the log's newest position
 * @param oldest the offset of the oldest publication that is kept; above the head where none is
 * @param kept how many publications are kept
 * @param subscribers how many connections read it on this server
 */
public record ChannelInfo(Position head, long oldest, int kept, int subscribers) {}
