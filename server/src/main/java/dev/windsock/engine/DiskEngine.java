package dev.windsock.engine;

import dev.windsock.engine.Waiting.Append;
import dev.windsock.engine.Waiting.Work;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Keeps logs in a directory. One thread writes: whatever waits becomes one transaction, which is synced where the options
 * say so, and then its entries are told to be kept. What is not needed any more is deleted in batches of its own.
 */
public final class DiskEngine implements Engine {
    private static final System.Logger LOG = System.getLogger(DiskEngine.class.getName());
    private static final long TIDY_MILLIS = 1000;
    private static final long IDLE_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final DiskOptions options;
    private final DiskFiles files;
    private final DiskStore store;
    private final Waiting waiting = new Waiting();
    private final Thread writer = new Thread(this::run, "windsock-disk");
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Written by one thread at a time: the one that writes, and after its end the one that closes. */
    private volatile DiskActivity activity = DiskActivity.NONE;

    /** What went wrong last, and has not gone right since. */
    private @Nullable String trouble;

    private long nextTidy = System.nanoTime();
    private long nextSync = nextTidy;

    private DiskEngine(DiskOptions options, DiskFiles files) {
        this.options = options;
        this.files = files;
        this.store = new DiskStore(files);
        writer.setDaemon(true);
    }

    /**
     * Takes the directory.
     *
     * @throws EngineException where it cannot be used: another has it, it is of a newer format, it cannot be written
     */
    public static DiskEngine open(DiskOptions options) throws EngineException {
        return new DiskEngine(options, DiskFiles.open(options));
    }

    @Override
    public void load(Loader loader) throws EngineException {
        DiskLoad load = new DiskLoad(files, store);
        load.read();
        load.handOver(loader);
        writer.start();
    }

    @Override
    public void open(String channel, String epoch) {
        waiting.add(new Waiting.Open(new LogId(channel, epoch)));
    }

    @Override
    public boolean append(Entry entry, Done done) {
        return waiting.add(new Append(entry, done));
    }

    @Override
    public void release(String channel, String epoch, long offset) {
        waiting.add(new Waiting.Release(new LogId(channel, epoch), offset));
    }

    @Override
    public void trim(String channel, String epoch, long tail, long memory) {
        waiting.add(new Waiting.Trim(new LogId(channel, epoch), tail, memory));
    }

    @Override
    public void drop(String channel, String epoch) {
        waiting.add(new Waiting.Drop(new LogId(channel, epoch)));
    }

    /** What it has done; may be called on any thread. */
    public DiskActivity activity() {
        return activity.withWaiting(waiting.entries());
    }

    private void run() {
        try {
            while (!waiting.atEnd()) {
                List<Work> group = waiting.take(pause());
                write(group);
                store.note(group);
                syncWhereDue();
                tidyWhereDue();
            }
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.ERROR, "The thread that writes was interrupted; nothing is kept any more", e);
            waiting.close();
        }
    }

    private long pause() {
        long now = System.nanoTime();
        long pause = TimeUnit.MILLISECONDS.toNanos(IDLE_MILLIS);
        if (store.unsynced()) {
            pause = Math.min(pause, nextSync - now);
        }
        if (store.tidyDue()) {
            pause = Math.min(pause, nextTidy - now);
        }
        return pause <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(pause) + 1;
    }

    private void write(List<Work> group) {
        boolean before = store.unsynced();
        Failure failure = null;
        long start = System.nanoTime();
        try {
            store.write(group);
            well();
            countWrite(group, System.nanoTime() - start);
        } catch (SQLException | RuntimeException e) {
            failure = Database.isFull(e) ? Failure.DISK_FULL : Failure.DISK_FAILED;
            report("Writing", e);
        }
        if (!before) {
            nextSync = System.nanoTime() + options.sync().toNanos();
        }
        for (Work work : group) {
            if (work instanceof Append append) {
                tell(append, failure);
            }
        }
    }

    private void countWrite(List<Work> group, long nanos) {
        long entries = group.stream().filter(Append.class::isInstance).count();
        if (entries > 0) {
            activity = activity.wrote(entries, nanos);
        }
    }

    private static void tell(Append append, @Nullable Failure failure) {
        try {
            append.done().done(failure);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "What is to be done with a kept entry failed", e);
        }
    }

    private void syncWhereDue() {
        if (store.unsynced() && System.nanoTime() - nextSync >= 0) {
            sync();
            nextSync = System.nanoTime() + options.sync().toNanos();
        }
    }

    private void sync() {
        boolean needed = store.unsynced();
        long start = System.nanoTime();
        try {
            store.sync();
            if (needed) {
                activity = activity.synced(System.nanoTime() - start);
            }
        } catch (IOException | SQLException e) {
            report("Syncing", e);
        }
    }

    private void tidyWhereDue() {
        if (store.tidyDue() && System.nanoTime() - nextTidy >= 0) {
            tidy();
            nextTidy = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIDY_MILLIS);
        }
    }

    private void tidy() {
        try {
            store.tidy();
        } catch (SQLException | RuntimeException e) {
            report("Deleting", e);
        }
    }

    /** Says once what goes wrong, however often it does. */
    private void report(String what, Exception why) {
        activity = activity.failed();
        String told = what + " in " + files.directory() + " failed: " + why.getMessage();
        if (!told.equals(trouble)) {
            LOG.log(System.Logger.Level.ERROR, told);
            trouble = told;
        }
    }

    private void well() {
        if (trouble != null) {
            LOG.log(System.Logger.Level.INFO, "Writing in " + files.directory() + " works again");
            trouble = null;
        }
    }

    @Override
    public void close() {
        waiting.close();
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (store.tidyDue()) {
            tidy();
        }
        sync();
        files.close();
    }
}
