package dev.windsock.channel;

import dev.windsock.protocol.Position;
import dev.windsock.protocol.Start;
import org.jspecify.annotations.Nullable;

/**
 * What opening a cursor found.
 *
 * @param head the log's newest position then
 * @param start where the reader asked to begin
 * @param complete whether all that was stated as missing follows
 * @param gapTo the offset after what is gone; 0 where nothing is
 * @param next the first offset to read
 */
public record Opening(Position head, Start start, boolean complete, long gapTo, long next) {
    /** Whether all publications after the stated position follow, or can be had; null where none was stated. */
    public @Nullable Boolean recovered() {
        return start.since() == null ? null : complete;
    }

    /** The position after which there are publications that are left out, since only newer ones were asked for. */
    public @Nullable Position skippedAfter() {
        Position since = start.since();
        if (since == null || start.newest() == Start.ALL) {
            return null;
        }
        Position after = gapTo == 0 ? since : at(gapTo - 1);
        return after.offset() + 1 < next ? after : null;
    }

    /** The position of the first publication that is not left out. */
    public Position first() {
        return at(next);
    }

    private Position at(long offset) {
        return new Position(head.epoch(), offset);
    }
}
