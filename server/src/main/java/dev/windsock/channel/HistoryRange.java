package dev.windsock.channel;

import dev.windsock.protocol.Position;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a log.
 *
 * @param since after this position; null from the oldest that is kept
 * @param before before this position; null to the newest
 * @param limit how many messages at most
 * @param reverse the newest first
 */
public record HistoryRange(
        @Nullable Position since, @Nullable Position before, int limit, boolean reverse) {}
