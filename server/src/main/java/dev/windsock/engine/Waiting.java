package dev.windsock.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What waits to be written, and is taken in groups. Entries are bounded, by count and bytes. Thread-safe. */
final class Waiting {
    private static final int MAX_ENTRIES = 100_000;
    private static final long MAX_BYTES = 64L << 20;

    /** How many entries, and bytes of them, make one group: it should not keep those that come next for long. */
    private static final int GROUP_ENTRIES = 10_000;

    private static final long GROUP_BYTES = 8L << 20;
    private static final long OVERHEAD = 128;

    private List<Work> work = new ArrayList<>();
    private Map<LogId, Trim> trims = new HashMap<>();
    private int entries;
    private long bytes;
    private boolean closed;

    /** Something to do. */
    sealed interface Work {}

    record Open(LogId log) implements Work {}

    record Append(Entry entry, Engine.Done done) implements Work {
        long weight() {
            return OVERHEAD + entry.data().length;
        }
    }

    record Release(LogId log, long offset) implements Work {}

    record Drop(LogId log) implements Work {}

    record Trim(LogId log, long tail, long memory) implements Work {
        Trim and(Trim other) {
            return new Trim(log, Math.max(tail, other.tail), Math.max(memory, other.memory));
        }
    }

    synchronized boolean add(Append append) {
        if (closed || entries >= MAX_ENTRIES || bytes + append.weight() > MAX_BYTES) {
            return false;
        }
        entries++;
        bytes += append.weight();
        put(append);
        return true;
    }

    synchronized void add(Work other) {
        if (!closed) {
            put(other);
        }
    }

    /** There may be a trim for each publish, but the last one of a log says it all. */
    synchronized void add(Trim trim) {
        if (!closed) {
            trims.merge(trim.log(), trim, Trim::and);
            wake();
        }
    }

    private void put(Work one) {
        work.add(one);
        wake();
    }

    private void wake() {
        if (work.size() + trims.size() == 1) {
            notifyAll();
        }
    }

    /** Takes what waits, in the order of its coming; nothing where nothing has come in that time, or all is closed. */
    synchronized List<Work> take(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long left = deadline - System.nanoTime();
        while (work.isEmpty() && trims.isEmpty() && !closed && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = deadline - System.nanoTime();
        }
        List<Work> group = group();
        group.addAll(trims.values());
        trims = new HashMap<>();
        return group;
    }

    private List<Work> group() {
        int count = 0;
        int groupEntries = 0;
        long groupBytes = 0;
        while (count < work.size() && groupEntries < GROUP_ENTRIES && groupBytes < GROUP_BYTES) {
            if (work.get(count++) instanceof Append append) {
                groupEntries++;
                groupBytes += append.weight();
            }
        }
        List<Work> group = work;
        if (count == work.size()) {
            work = new ArrayList<>();
        } else {
            group = new ArrayList<>(work.subList(0, count));
            work = new ArrayList<>(work.subList(count, work.size()));
        }
        entries -= groupEntries;
        bytes -= groupBytes;
        return group;
    }

    /** How many entries wait. */
    synchronized int entries() {
        return entries;
    }

    /** Whether nothing will come any more, and nothing waits. */
    synchronized boolean atEnd() {
        return closed && work.isEmpty() && trims.isEmpty();
    }

    /** Lets nothing in any more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
