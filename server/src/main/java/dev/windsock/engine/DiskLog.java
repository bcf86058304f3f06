package dev.windsock.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What the engine knows of one log: in which rows its entries are, and what of it is not needed any more. The writer's thread
 * only.
 */
final class DiskLog {
    /** What a row holds, in the lowest bits of its place. */
    private static final int GONE = 0;
    /** Only what repeats are known by. */
    private static final int REMEMBERED = 1;
    /** An entry that leaves nothing to be remembered. */
    private static final int PLAIN = 2;
    /** An entry that leaves something. */
    private static final int FULL = 3;

    private static final int KIND_BITS = 2;
    private static final int KIND = 3;

    private final long row;
    private final LogId id;
    private long[] offsets = new long[4];
    /** For each offset its row and what that holds. */
    private long[] places = new long[4];

    private int from;
    private int to;
    private long head;
    private long tail;
    private long memory;
    private boolean dropped;

    /** Offsets whose data was released, and still is there. */
    private final List<Long> released = new ArrayList<>(0);

    /** Indices of what is to be done. */
    private final List<Integer> deletes = new ArrayList<>(0);

    private final List<Integer> shrinks = new ArrayList<>(0);
    private boolean complete = true;

    DiskLog(long row, LogId id, long head, long tail) {
        this.row = row;
        this.id = id;
        this.head = head;
        this.tail = tail;
    }

    /** The log's own row. */
    long row() {
        return row;
    }

    LogId id() {
        return id;
    }

    long head() {
        return head;
    }

    long tail() {
        return tail;
    }

    boolean dropped() {
        return dropped;
    }

    /** Whether there is no row of its entries. */
    boolean empty() {
        return from == to;
    }

    RowFormat.LogState state() {
        return new RowFormat.LogState(id, head, tail);
    }

    /** An entry has been written, or was found. */
    void add(Entry entry, long entryRow, boolean withData) {
        if (to == offsets.length) {
            makeRoom();
        }
        boolean leaves = entry.origin() != null || entry.version() != 0;
        offsets[to] = entry.position().offset();
        places[to] = place(entryRow, withData ? leaves ? FULL : PLAIN : REMEMBERED);
        to++;
        head = Math.max(head, entry.position().offset());
    }

    /** What is not needed any more; each tells whether that was news. */
    boolean trim(long newTail, long newMemory) {
        if (newTail <= tail && newMemory <= memory) {
            return false;
        }
        tail = Math.max(tail, newTail);
        memory = Math.max(memory, Math.min(newMemory, tail));
        return true;
    }

    boolean release(long offset) {
        return released.add(offset);
    }

    boolean drop() {
        boolean news = !dropped;
        dropped = true;
        return news;
    }

    /**
     * Looks for what is not needed any more; {@link #deletes} and {@link #shrinks} show it then.
     *
     * @param newest a row that must stay for now
     * @param limit how many rows there may be to touch
     * @return whether that was all
     */
    boolean plan(long newest, int limit) {
        deletes.clear();
        shrinks.clear();
        complete = true;
        for (int i = from; i < to && (dropped || offsets[i] < tail); i++) {
            plan(i, dropped || offsets[i] < memory, newest, limit);
        }
        for (long offset : released) {
            int i = Arrays.binarySearch(offsets, from, to, offset);
            if (i >= 0) {
                plan(i, false, newest, limit);
            }
        }
        return complete;
    }

    private void plan(int i, boolean forgotten, long newest, int limit) {
        int kind = kind(i);
        boolean goes = kind != GONE && (forgotten || kind == PLAIN);
        if (!goes && kind != FULL) {
            return;
        }
        if (deletes.size() + shrinks.size() >= limit || goes && rowAt(i) == newest) {
            complete = false;
        } else {
            (goes ? deletes : shrinks).add(i);
        }
    }

    /** The rows that are not needed any more. */
    LongStream deletes() {
        return deletes.stream().mapToLong(this::rowAt);
    }

    /** The rows that are not needed any more but for what repeats are known by. */
    LongStream shrinks() {
        return shrinks.stream().mapToLong(this::rowAt);
    }

    /** How many rows {@link #plan} found. */
    int planned() {
        return deletes.size() + shrinks.size();
    }

    /** What {@link #plan} found has been done. */
    void planDone() {
        deletes.forEach(i -> places[i] = GONE);
        shrinks.forEach(i -> places[i] = place(rowAt(i), REMEMBERED));
        while (from < to && kind(from) == GONE) {
            from++;
        }
        if (complete) {
            released.clear();
        }
    }

    private static long place(long row, int kind) {
        return row << KIND_BITS | kind;
    }

    private long rowAt(int i) {
        return places[i] >>> KIND_BITS;
    }

    private int kind(int i) {
        return (int) (places[i] & KIND);
    }

    private void makeRoom() {
        int size = to - from;
        int capacity = Math.max(4, size + (size >> 1) + 1);
        long[] moreOffsets = new long[capacity];
        long[] morePlaces = new long[capacity];
        System.arraycopy(offsets, from, moreOffsets, 0, size);
        System.arraycopy(places, from, morePlaces, 0, size);
        offsets = moreOffsets;
        places = morePlaces;
        from = 0;
        to = size;
    }
}
