package dev.windsock.engine;

import dev.windsock.engine.Waiting.Append;
import dev.windsock.engine.Waiting.Drop;
import dev.windsock.engine.Waiting.Open;
import dev.windsock.engine.Waiting.Release;
import dev.windsock.engine.Waiting.Trim;
import dev.windsock.engine.Waiting.Work;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The logs on disk, and where in the file each of their entries is. The writer's thread only. */
final class DiskStore {
    /** How many rows one tidying touches at most, for the sake of who waits meanwhile. */
    private static final int TIDY_ROWS = 20_000;

    private final DiskFiles files;
    private final Map<LogId, DiskLog> logs = new HashMap<>();
    private final Map<Long, DiskLog> byRow = new HashMap<>();
    private final Set<DiskLog> untidy = new LinkedHashSet<>();
    private long lastLog;
    private long lastEntry;
    private boolean tidyDue;
    private boolean unsynced;

    DiskStore(DiskFiles files) {
        this.files = files;
    }

    /** A log has been found on disk. */
    void found(long row, RowFormat.LogState state) {
        lastLog = Math.max(lastLog, row);
        put(new DiskLog(row, state.id(), state.head(), state.tail()));
    }

    private void put(DiskLog log) {
        logs.put(log.id(), log);
        byRow.put(log.row(), log);
    }

    /** An entry has been found on disk. */
    void found(long row, RowFormat.EntryState state) {
        lastEntry = Math.max(lastEntry, row);
        DiskLog log = logs.get(LogId.of(state.entry()));
        if (log != null) {
            log.add(state.entry(), row, state.withData());
        }
    }

    /** Which log has that row. */
    LogId log(long row) throws DamageException {
        DiskLog log = byRow.get(row);
        if (log == null) {
            throw new DamageException("is of a log that is missing, in row " + row);
        }
        return log.id();
    }

    private Database database() throws SQLException {
        return files.database(lastLog, lastEntry);
    }

    long lastEntry() {
        return lastEntry;
    }

    /** Writes a group in one transaction. Where that throws, the file and what is known of it are as they were. */
    void write(List<Work> group) throws SQLException {
        List<Append> appends = new ArrayList<>();
        Map<LogId, DiskLog> fresh = new HashMap<>();
        Database database = database();
        long row = lastEntry;
        try {
            for (Work work : group) {
                if (work instanceof Open open) {
                    log(open.log(), fresh, database);
                } else if (work instanceof Append append) {
                    DiskLog log = log(LogId.of(append.entry()), fresh, database);
                    database.putEntry(++row, RowFormat.entry(row, log.row(), append.entry(), true));
                    appends.add(append);
                }
            }
            if (row > lastEntry || !fresh.isEmpty()) {
                database.commit();
                written(appends, fresh);
            }
        } catch (SQLException | RuntimeException e) {
            files.undo(e);
            throw e;
        }
    }

    private DiskLog log(LogId id, Map<LogId, DiskLog> fresh, Database database) throws SQLException {
        DiskLog known = logs.getOrDefault(id, fresh.get(id));
        if (known != null) {
            return known;
        }
        DiskLog log = new DiskLog(lastLog + fresh.size() + 1, id, 0, 1);
        database.putLog(log.row(), RowFormat.log(log.row(), log.state()));
        fresh.put(id, log);
        return log;
    }

    private void written(List<Append> appends, Map<LogId, DiskLog> fresh) {
        fresh.values().forEach(this::put);
        lastLog += fresh.size();
        for (Append append : appends) {
            DiskLog log = logs.get(LogId.of(append.entry()));
            if (log != null) {
                log.add(append.entry(), ++lastEntry, true);
            }
        }
        tidyDue = !untidy.isEmpty();
        unsynced = true;
        if (files.syncEach()) {
            synced();
        }
    }

    /** Whether something was written that a power cut could take. */
    boolean unsynced() {
        return unsynced;
    }

    /** Waits until the disk has all that was written. */
    void sync() throws IOException, SQLException {
        if (unsynced) {
            database().sync();
            synced();
        }
    }

    private void synced() {
        unsynced = false;
        files.mark(lastEntry);
    }

    /** Notes what is not needed any more. */
    void note(List<Work> group) {
        for (Work work : group) {
            switch (work) {
                case Trim trim -> note(trim.log(), log -> log.trim(trim.tail(), trim.memory()));
                case Release release -> note(release.log(), log -> log.release(release.offset()));
                case Drop drop -> note(drop.log(), DiskLog::drop);
                case Open open -> {}
                case Append append -> {}
            }
        }
    }

    private void note(LogId id, Predicate<DiskLog> what) {
        DiskLog log = logs.get(id);
        if (log != null && what.test(log)) {
            untidy.add(log);
            tidyDue = true;
        }
    }

    boolean tidyDue() {
        return tidyDue;
    }

    /**
     * Deletes what is not needed any more, as far as it can be done in short. The newest row stays until there is a newer
     * one, since it tells that nothing has been lost behind it.
     */
    void tidy() throws SQLException {
        Database database = database();
        List<DiskLog> planned = new ArrayList<>();
        Set<DiskLog> finished = new LinkedHashSet<>();
        int room = TIDY_ROWS;
        for (DiskLog log : untidy) {
            if (room <= 0) {
                break;
            }
            if (log.plan(lastEntry, room)) {
                finished.add(log);
            }
            planned.add(log);
            room -= 1 + log.planned();
        }
        try {
            shrink(planned, database);
            database.deleteEntries(
                    planned.stream().flatMapToLong(DiskLog::deletes).sorted().toArray());
            for (DiskLog log : planned) {
                if (log.dropped() && finished.contains(log)) {
                    database.deleteLog(log.row());
                } else {
                    database.putLog(log.row(), RowFormat.log(log.row(), log.state()));
                }
            }
            database.commit();
        } catch (SQLException | RuntimeException e) {
            files.undo(e);
            throw e;
        }
        tidied(planned, finished);
        tidyDue = room <= 0;
    }

    private void shrink(List<DiskLog> planned, Database database) throws SQLException {
        long[] rows = planned.stream().flatMapToLong(DiskLog::shrinks).sorted().toArray();
        for (long row : rows) {
            try {
                RowFormat.EntryState state = RowFormat.entry(row, database.entry(row), this::log);
                database.putEntry(
                        row, RowFormat.entry(row, state.log(), state.entry().withoutData(), false));
            } catch (DamageException e) {
                throw new SQLException("Row " + row + " of the entries " + e.getMessage(), e);
            }
        }
    }

    private void tidied(List<DiskLog> planned, Set<DiskLog> finished) {
        planned.forEach(DiskLog::planDone);
        for (DiskLog log : finished) {
            untidy.remove(log);
            if (log.dropped()) {
                logs.remove(log.id());
                byRow.remove(log.row());
            }
        }
    }

    /**
     * Settles which logs there are: of a channel that was made anew, but whose former log was not deleted yet, the newer.
     * Returns them in the order of their making.
     */
    List<DiskLog> settle() {
        Map<String, DiskLog> newest = new HashMap<>();
        List<DiskLog> all = byRow.values().stream()
                .sorted(Comparator.comparingLong(DiskLog::row))
                .toList();
        for (DiskLog log : all) {
            DiskLog older = newest.put(log.id().channel(), log);
            if (older != null) {
                note(older.id(), DiskLog::drop);
            }
        }
        return all.stream().filter(log -> !log.dropped()).toList();
    }
}
