package dev.windsock.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The file, as SQLite keeps it: a table of logs and one of entries, whose rows are numbered in the order of their coming, so
 * that what is written together lies together. One thread at a time.
 */
final class Database implements AutoCloseable {
    /** The format that this version writes; {@code PRAGMA user_version} of the file. */
    static final int FORMAT = 1;

    /** Tells our files from other databases: "Wsck". */
    private static final int APPLICATION = 0x5773636b;

    private static final String TABLES = """
            CREATE TABLE logs (id INTEGER PRIMARY KEY, body BLOB NOT NULL);
            CREATE TABLE entries (id INTEGER PRIMARY KEY, body BLOB NOT NULL);
            PRAGMA application_id = %d;
            PRAGMA user_version = %d;
            """.formatted(APPLICATION, FORMAT);

    private final Connection connection;
    private final Path journal;
    private final PreparedStatement putLog;
    private final PreparedStatement deleteLog;
    private final PreparedStatement putEntry;
    private final PreparedStatement getEntry;
    private final PreparedStatement deleteEntries;
    private @Nullable FileChannel journalFile;

    /** Takes rows one by one. */
    @FunctionalInterface
    interface Rows {
        void row(long id, byte @Nullable [] body) throws DamageException, SQLException;
    }

    private Database(Connection connection, Path file) throws SQLException {
        this.connection = connection;
        this.journal = file.resolveSibling(file.getFileName() + "-wal");
        putLog = connection.prepareStatement("INSERT OR REPLACE INTO logs VALUES (?, ?)");
        deleteLog = connection.prepareStatement("DELETE FROM logs WHERE id = ?");
        putEntry = connection.prepareStatement("INSERT OR REPLACE INTO entries VALUES (?, ?)");
        getEntry = connection.prepareStatement("SELECT body FROM entries WHERE id = ?");
        deleteEntries = connection.prepareStatement("DELETE FROM entries WHERE id BETWEEN ? AND ?");
    }

    /**
     * Opens the file, which is made where it is not there.
     *
     * @param syncEach whether each commit waits for the disk
     */
    static Database open(Path file, boolean syncEach) throws SQLException, EngineException {
        SQLiteConfig config = new SQLiteConfig();
        config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // Without syncs the journal is still synced before the database takes over what is in it.
        config.setSynchronous(syncEach ? SQLiteConfig.SynchronousMode.FULL : SQLiteConfig.SynchronousMode.NORMAL);
        Connection connection = config.createConnection("jdbc:sqlite:" + file.toUri());
        try {
            prepare(connection, file);
            connection.setAutoCommit(false);
            return new Database(connection, file);
        } catch (SQLException | EngineException e) {
            connection.close();
            throw e;
        }
    }

    private static void prepare(Connection connection, Path file) throws SQLException, EngineException {
        long application = number(connection, "PRAGMA application_id");
        long format = number(connection, "PRAGMA user_version");
        if (application == 0 && format == 0 && number(connection, "SELECT count(*) FROM sqlite_schema") == 0) {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("BEGIN;" + TABLES + "COMMIT;");
            }
        } else if (application != APPLICATION) {
            throw new EngineException(file + " is not Windsock's; choose another directory with --data");
        } else if (format > FORMAT) {
            throw new EngineException(
                    file + " is of format " + format + ", which a newer version of Windsock has written;"
                            + " this version knows formats up to " + FORMAT);
        }
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return result.getLong(1);
        }
    }

    /** Looks whether the file's structure is whole. */
    void check() throws SQLException, DamageException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA integrity_check(1)")) {
            String found = result.next() ? result.getString(1) : "nothing";
            if (!"ok".equals(found)) {
                throw new DamageException("is not whole: " + found.replace('\n', ' '));
            }
        }
    }

    void logs(Rows rows) throws SQLException, DamageException {
        read("SELECT id, body FROM logs ORDER BY id", rows);
    }

    void entries(Rows rows) throws SQLException, DamageException {
        read("SELECT id, body FROM entries ORDER BY id", rows);
    }

    private void read(String query, Rows rows) throws SQLException, DamageException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                rows.row(result.getLong(1), result.getBytes(2));
            }
        }
    }

    void putLog(long id, byte[] body) throws SQLException {
        put(putLog, id, body);
    }

    void deleteLog(long id) throws SQLException {
        deleteLog.setLong(1, id);
        deleteLog.executeUpdate();
    }

    void putEntry(long id, byte[] body) throws SQLException {
        put(putEntry, id, body);
    }

    private static void put(PreparedStatement statement, long id, byte[] body) throws SQLException {
        statement.setLong(1, id);
        statement.setBytes(2, body);
        statement.executeUpdate();
    }

    byte @Nullable [] entry(long id) throws SQLException {
        getEntry.setLong(1, id);
        try (ResultSet result = getEntry.executeQuery()) {
            return result.next() ? result.getBytes(1) : null;
        }
    }

    /** Deletes the entries of these rows, which are in order. */
    void deleteEntries(long[] ids) throws SQLException {
        for (int i = 0; i < ids.length; ) {
            int j = i + 1;
            while (j < ids.length && ids[j] == ids[j - 1] + 1) {
                j++;
            }
            deleteEntries.setLong(1, ids[i]);
            deleteEntries.setLong(2, ids[j - 1]);
            deleteEntries.executeUpdate();
            i = j;
        }
    }

    /** The newest row of the entries, 0 where there is none. */
    long lastEntry() throws SQLException {
        return number(connection, "SELECT coalesce(max(id), 0) FROM entries");
    }

    /** Deletes what is newer than these rows: a commit that failed may have come to the disk all the same. */
    void forgetAfter(long log, long entry) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM logs WHERE id > " + log);
            statement.executeUpdate("DELETE FROM entries WHERE id > " + entry);
            connection.commit();
        }
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    /** Waits until the disk has all that was committed. */
    void sync() throws IOException {
        if (journalFile == null) {
            journalFile = FileChannel.open(journal, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }
        journalFile.force(false);
    }

    /** Whether the failure is about room. */
    static boolean isFull(Exception e) {
        return e instanceof SQLiteException failure && failure.getResultCode() == SQLiteErrorCode.SQLITE_FULL;
    }

    /** Whether the failure is about what is in the file. */
    static boolean isDamage(SQLException e) {
        int code = e.getErrorCode() & 0xff;
        return code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code;
    }

    static boolean isBusy(SQLException e) {
        return (e.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
    }

    @Override
    public void close() throws SQLException {
        try (connection;
                FileChannel file = journalFile) {
            // closing is all there is to do
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }
}
