package dev.windsock.engine;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is in the data directory, while it is ours. But for {@link #close} used by one thread at a time. */
final class DiskFiles implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DiskFiles.class.getName());
    private static final String DATABASE = "windsock.db";
    private static final String MARK = "windsock.synced";
    private static final String LOCK = "windsock.lock";
    private static final String NATIVE = "native";

    private final DiskOptions options;
    private final DirectoryLock lock;
    private final SyncMark mark;
    private @Nullable Database database;

    private DiskFiles(DiskOptions options, DirectoryLock lock, SyncMark mark, Database database) {
        this.options = options;
        this.lock = lock;
        this.mark = mark;
        this.database = database;
    }

    /** Takes the directory, which is made where it is not there, and opens what is in it. */
    static DiskFiles open(DiskOptions options) throws EngineException {
        Path directory = options.directory();
        try {
            Files.createDirectories(directory);
            DirectoryLock lock = DirectoryLock.take(directory.resolve(LOCK));
            try {
                prepareNative(directory.resolve(NATIVE));
                return open(options, lock);
            } catch (IOException | SQLException e) {
                lock.close();
                throw e;
            }
        } catch (EngineException e) {
            throw e;
        } catch (IOException e) {
            throw new EngineException("the data directory " + directory + " cannot be used: " + reason(e), e);
        } catch (SQLException e) {
            throw unreadable(options, e);
        }
    }

    private static DiskFiles open(DiskOptions options, DirectoryLock lock)
            throws IOException, SQLException, EngineException {
        Path file = options.directory().resolve(DATABASE);
        Path markFile = options.directory().resolve(MARK);
        boolean marked = Files.exists(markFile);
        if (marked && !Files.exists(file)) {
            throw damaged(options, DATABASE + " is missing");
        }
        Database database = Database.open(file, options.syncEach());
        try {
            // The mark is made after the database, and is there from the first entry on.
            if (!marked && database.lastEntry() > 0) {
                throw damaged(options, MARK + " is missing");
            }
            return new DiskFiles(options, lock, SyncMark.open(markFile, !marked), database);
        } catch (IOException | SQLException e) {
            database.close();
            throw e;
        }
    }

    /** SQLite's library is unpacked here, not to where the system's temporary files are: a killed server leaves it behind. */
    private static void prepareNative(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        if (System.getProperty("org.sqlite.tmpdir") == null) {
            System.setProperty("org.sqlite.tmpdir", directory.toAbsolutePath().toString());
        }
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException failure) {
            String reason = failure.getReason();
            return reason == null ? e.getClass().getSimpleName() + " " + failure.getFile() : reason;
        }
        return String.valueOf(e.getMessage());
    }

    EngineException unreadable(SQLException e) {
        return unreadable(options, e);
    }

    private static EngineException unreadable(DiskOptions options, SQLException e) {
        if (Database.isDamage(e)) {
            return damaged(options, DATABASE + " is not whole: " + e.getMessage());
        }
        if (Database.isBusy(e)) {
            return new EngineException(
                    "the data directory " + options.directory() + " is in use by another program; stop that one", e);
        }
        return new EngineException(
                "the data directory " + options.directory() + " cannot be read: " + e.getMessage(), e);
    }

    EngineException damaged(String what) {
        return damaged(options, what);
    }

    /** The same of the database. */
    EngineException damagedDatabase(String what) {
        return damaged(options, DATABASE + ": " + what);
    }

    private static EngineException damaged(DiskOptions options, String what) {
        return new EngineException(
                "the data directory " + options.directory() + " is damaged, and nothing of it is served: " + what
                        + ". Put a backup in its place, or move it away to begin with empty logs");
    }

    Path directory() {
        return options.directory();
    }

    boolean syncEach() {
        return options.syncEach();
    }

    /** Up to which row the disk had all when the server was there last. */
    long mark() throws EngineException {
        try {
            return mark.read();
        } catch (IOException e) {
            throw new EngineException(MARK + " cannot be read: " + reason(e), e);
        } catch (DamageException e) {
            throw damaged(MARK + " " + e.getMessage());
        }
    }

    /** Notes up to which row the disk has all. That not being possible is no harm: less damage would be noticed. */
    void mark(long row) {
        try {
            mark.write(row);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "Cannot write " + MARK + ": " + reason(e));
        }
    }

    /** The database, opened again where something went wrong with it. */
    Database database(long lastLog, long lastEntry) throws SQLException {
        if (database == null) {
            try {
                Database again = Database.open(options.directory().resolve(DATABASE), options.syncEach());
                database = again;
                again.forgetAfter(lastLog, lastEntry);
            } catch (EngineException e) {
                throw new SQLException(e.getMessage(), e);
            }
        }
        return database;
    }

    /** Takes back what was not committed. */
    void undo(Exception why) {
        Database open = database;
        if (open == null) {
            return;
        }
        try {
            open.rollback();
            if (why instanceof SQLException failure && Database.isFull(failure)) {
                return;
            }
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
        database = null;
        try {
            open.close();
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        for (AutoCloseable one : openOnes()) {
            try {
                one.close();
            } catch (Exception e) {
                LOG.log(System.Logger.Level.WARNING, "Closing " + options.directory() + " failed", e);
            }
        }
    }

    private List<AutoCloseable> openOnes() {
        return database == null ? List.of(mark, lock) : List.of(database, mark, lock);
    }
}
