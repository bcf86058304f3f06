package dev.windsock.channel;

import org.jspecify.annotations.Nullable;

/** A log that lets go of its oldest, in a ring that grows with need. An offset without a publication is a hole in it. */
final class RingLog implements Log {
    private static final int INITIAL = 4;

    private final Rules rules;
    private @Nullable Publication[] ring = new Publication[INITIAL];
    private long tail = 1;
    private long head;
    private long lost;
    private long bytes;
    private int size;

    RingLog(Rules rules) {
        this.rules = rules;
    }

    @Override
    public long head() {
        return head;
    }

    @Override
    public void advance(long to) {
        if (size == 0) {
            tail = to + 1;
            head = to;
        }
        while (head < to) {
            push(null);
        }
    }

    @Override
    public long lost() {
        return lost;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public long oldest() {
        return tail;
    }

    @Override
    public @Nullable Publication append(Publication publication) {
        advance(publication.offset() - 1);
        push(publication);
        bytes += publication.weight();
        size++;
        return null;
    }

    @Override
    public void restore(long lastLost) {
        lost = lastLost;
    }

    private void push(@Nullable Publication publication) {
        if (head - tail + 1 == ring.length) {
            grow();
        }
        head++;
        ring[index(head)] = publication;
    }

    @Override
    public void trim(long nowMillis) {
        long oldest = nowMillis - rules.logAge().toMillis();
        while (tail <= head) {
            Publication first = ring[index(tail)];
            if (first == null || first.isExpired(nowMillis)) {
                drop(first);
            } else if (size > rules.logCount() || size > 1 && bytes > rules.logBytes() || first.timeMillis() < oldest) {
                lost = tail;
                drop(first);
            } else {
                break;
            }
        }
        if (size == 0 && ring.length > INITIAL) {
            ring = new Publication[INITIAL];
        }
    }

    private void drop(@Nullable Publication first) {
        if (first != null) {
            bytes -= first.weight();
            size--;
        }
        ring[index(tail)] = null;
        tail++;
    }

    @Override
    public void clear() {
        if (size > 0) {
            lost = head;
        }
        ring = new Publication[INITIAL];
        tail = head + 1;
        bytes = 0;
        size = 0;
    }

    @Override
    public @Nullable Publication next(long from, long nowMillis) {
        for (long offset = Math.max(from, tail); offset <= head; offset++) {
            Publication publication = ring[index(offset)];
            if (publication != null && !publication.isExpired(nowMillis)) {
                return publication;
            }
        }
        return null;
    }

    @Override
    public @Nullable Publication previous(long before, long nowMillis) {
        for (long offset = Math.min(before - 1, head); offset >= tail; offset--) {
            Publication publication = ring[index(offset)];
            if (publication != null && !publication.isExpired(nowMillis)) {
                return publication;
            }
        }
        return null;
    }

    private void grow() {
        @Nullable Publication[] larger = new Publication[2 * ring.length];
        for (long offset = tail; offset <= head; offset++) {
            larger[(int) (offset & larger.length - 1)] = ring[index(offset)];
        }
        ring = larger;
    }

    private int index(long offset) {
        return (int) (offset & ring.length - 1);
    }
}
