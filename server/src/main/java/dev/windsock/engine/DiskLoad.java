package dev.windsock.engine;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads all that is on disk, and looks at each part of it; only then is anything handed over. */
final class DiskLoad {
    private static final System.Logger LOG = System.getLogger(DiskLoad.class.getName());
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final DiskFiles files;
    private final DiskStore store;
    private final Map<Long, List<RowFormat.EntryState>> entries = new HashMap<>();
    private long nextProgress = System.nanoTime() + PROGRESS_NANOS;
    private long count;
    private boolean slow;

    DiskLoad(DiskFiles files, DiskStore store) {
        this.files = files;
        this.store = store;
    }

    void read() throws EngineException {
        try {
            Database database = files.database(0, 0);
            database.check();
            database.logs(this::log);
            database.entries(this::entry);
            database.rollback();
        } catch (SQLException e) {
            throw files.unreadable(e);
        } catch (DamageException e) {
            throw files.damagedDatabase(String.valueOf(e.getMessage()));
        }
        long mark = files.mark();
        if (store.lastEntry() < mark) {
            throw files.damagedDatabase("entries after the row " + store.lastEntry()
                    + " are missing, though they were written to the disk up to the row " + mark);
        }
        if (slow) {
            LOG.log(System.Logger.Level.INFO, "Loaded " + count + " entries from " + files.directory());
        }
    }

    private void log(long row, byte @Nullable [] body) throws DamageException {
        try {
            store.found(row, RowFormat.log(row, body));
        } catch (DamageException e) {
            throw new DamageException("the log in row " + row + ' ' + e.getMessage());
        }
    }

    private void entry(long row, byte @Nullable [] body) throws DamageException {
        try {
            RowFormat.EntryState state = RowFormat.entry(row, body, store::log);
            List<RowFormat.EntryState> before = entries.computeIfAbsent(state.log(), log -> new ArrayList<>());
            if (!before.isEmpty() && offset(before.getLast()) >= offset(state)) {
                throw new DamageException("is out of order: offset " + offset(state) + " of the channel "
                        + state.entry().channel() + " after " + offset(before.getLast()));
            }
            before.add(state);
            store.found(row, state);
        } catch (DamageException e) {
            throw new DamageException("the entry in row " + row + ' ' + e.getMessage());
        }
        count++;
        if (System.nanoTime() - nextProgress > 0) {
            slow = true;
            nextProgress = System.nanoTime() + PROGRESS_NANOS;
            LOG.log(System.Logger.Level.INFO, "Loading " + files.directory() + ": " + count + " entries so far");
        }
    }

    private static long offset(RowFormat.EntryState state) {
        return state.entry().position().offset();
    }

    void handOver(Engine.Loader loader) {
        for (DiskLog log : store.settle()) {
            loader.log(log.id().channel(), log.id().epoch(), log.head(), log.tail());
            List<RowFormat.EntryState> own = entries.remove(log.row());
            if (own != null) {
                own.forEach(state -> handOver(state, loader));
            }
        }
    }

    private static void handOver(RowFormat.EntryState state, Engine.Loader loader) {
        if (state.withData()) {
            loader.entry(state.entry());
        } else {
            loader.remembered(state.entry());
        }
    }
}
