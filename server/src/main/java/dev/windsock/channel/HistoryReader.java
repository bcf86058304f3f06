package dev.windsock.channel;

import dev.windsock.engine.Entry;
import dev.windsock.protocol.HistoryPage;
import dev.windsock.protocol.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a part of a log. Used once, while the log's channel is held. */
final class HistoryReader {
    /** The bytes of data beyond which the rest is left for another request. */
    private static final int MAX_BYTES = 512 * 1024;

    private final Log log;
    private final Position head;
    private final HistoryRange range;
    private final long now;
    private final List<HistoryPage.Item> found = new ArrayList<>();
    private long bytes;

    HistoryReader(Log log, Position head, HistoryRange range, long nowMillis) {
        this.log = log;
        this.head = head;
        this.range = range;
        this.now = nowMillis;
    }

    HistoryPage read(String channel) {
        Position since = range.since();
        boolean known = since == null || isKnown(since);
        Position before = range.before();
        boolean complete = (since == null || known && since.offset() >= log.lost())
                && (before == null || before.epoch().equals(head.epoch()));
        return new HistoryPage(channel, head, found, fill(since != null && known ? since.offset() : 0), complete);
    }

    /** Before a position of another log there is nothing of this one. */
    private long before() {
        Position before = range.before();
        if (before == null) {
            return Long.MAX_VALUE;
        }
        return before.epoch().equals(head.epoch()) ? before.offset() : 0;
    }

    private boolean isKnown(Position since) {
        return since.epoch().equals(head.epoch()) && since.offset() <= head.offset();
    }

    /** Takes what lies after an offset, and tells whether there is more of it. */
    private boolean fill(long after) {
        long before = before();
        Publication next = range.reverse() ? log.previous(before, now) : log.next(after + 1, now);
        while (next != null && after < next.offset() && next.offset() < before) {
            if (next.kind() == Entry.Kind.MESSAGE && !take(next)) {
                return true;
            }
            next = next(next);
        }
        return false;
    }

    private @Nullable Publication next(Publication after) {
        return range.reverse() ? log.previous(after.offset(), now) : log.next(after.offset() + 1, now);
    }

    private boolean take(Publication publication) {
        int size = publication.data().length;
        if (found.size() >= range.limit() || bytes > 0 && bytes + size > MAX_BYTES) {
            return false;
        }
        bytes += size;
        return found.add(new HistoryPage.Item(
                publication.position(), publication.timeMillis(), publication.key(), publication.data()));
    }
}
