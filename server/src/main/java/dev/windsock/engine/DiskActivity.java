package dev.windsock.engine;

/**
 * What the engine has done on its disk since the start.
 *
 * @param groups groups of entries that were written, each as one transaction
 * @param entries entries in them
 * @param writeNanos time that took, with the syncs that belong to it where each group is synced
 * @param syncs syncs beside that
 * @param syncNanos time they took
 * @param failures writes and syncs that failed
 * @param waiting entries that wait to be written now
 */
public record DiskActivity(
        long groups, long entries, long writeNanos, long syncs, long syncNanos, long failures, long waiting) {
    static final DiskActivity NONE = new DiskActivity(0, 0, 0, 0, 0, 0, 0);

    DiskActivity wrote(long newEntries, long nanos) {
        return new DiskActivity(
                groups + 1, entries + newEntries, writeNanos + nanos, syncs, syncNanos, failures, waiting);
    }

    DiskActivity synced(long nanos) {
        return new DiskActivity(groups, entries, writeNanos, syncs + 1, syncNanos + nanos, failures, waiting);
    }

    DiskActivity failed() {
        return new DiskActivity(groups, entries, writeNanos, syncs, syncNanos, failures + 1, waiting);
    }

    DiskActivity withWaiting(long entriesThatWait) {
        return new DiskActivity(groups, entries, writeNanos, syncs, syncNanos, failures, entriesThatWait);
    }
}
