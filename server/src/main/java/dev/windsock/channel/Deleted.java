package dev.windsock.channel;

import dev.windsock.protocol.Position;

/**
 * What a channel's log has let go of.
 *
 * @param head the log's newest position: all up to it is gone
 * @param count how many publications were kept until then
 */
public record Deleted(Position head, int count) {}
