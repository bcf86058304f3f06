package dev.windsock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is changed on disk is found at the start, and nothing is handed over then. */
class DamageTest {

    private static final int ENTRIES = 2000;

    @TempDir
    private Path temporary;

    private Path directory;
    private Path database;
    private Path mark;

    /** What the directory holds, as long as nothing is wrong with it. */
    private List<String> whole = List.of();

    @BeforeEach
    void fill() throws Exception {
        directory = temporary.resolve("data");
        database = directory.resolve("windsock.db");
        mark = directory.resolve("windsock.synced");
        try (Engine engine = Kept.engine(directory)) {
            write(engine, ENTRIES);
        }
        whole = lines(Kept.of(directory));
    }

    private static void write(Engine engine, int count) throws Exception {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(Kept.entry("log" + i % 20, "e", i + 1L));
        }
        assertThat(Acks.append(engine, entries.toArray(Entry[]::new)).told).noneMatch(line -> line.contains(" "));
    }

    @Test
    void aChangedByteOfAnEntryIsFound() throws Exception {
        byte[] bytes = Files.readAllBytes(database);
        int at = indexOf(bytes, "\"log7 1008\"");
        flip(database, at + 2);
        assertDamaged("windsock.db", "the entry in row 1008", "checksum");
    }

    @Test
    void anEntryThatStandsElsewhereIsFound() throws Exception {
        change("UPDATE entries SET id = 5000 WHERE id = 77");
        assertDamaged("the entry in row 5000", "checksum");
    }

    @Test
    void anEntryWhoseLogIsMissingIsFound() throws Exception {
        change("DELETE FROM logs WHERE id = 3");
        assertDamaged("the entry in row 3", "log that is missing");
    }

    @Test
    void aChangedLogIsFound() throws Exception {
        change("UPDATE logs SET body = zeroblob(30) WHERE id = 3");
        assertDamaged("the log in row 3", "checksum");
    }

    @Test
    void anEntryThatIsTooShortIsFound() throws Exception {
        change("UPDATE entries SET body = x'00' WHERE id = 4");
        assertDamaged("the entry in row 4", "too short");
    }

    @Test
    void missingNewestEntriesAreFound() throws Exception {
        change("DELETE FROM entries WHERE id > 1990");
        assertDamaged("after the row 1990", "up to the row 2000");
    }

    @Test
    void aTruncatedDatabaseIsFoundWhateverIsLeft() throws Exception {
        long size = Files.size(database);
        byte[] all = Files.readAllBytes(database);
        for (long left : new long[] {0, 1, 50, 100, 4095, 4096, 8192, size / 2, size - 4096, size - 1}) {
            Files.write(database, Arrays.copyOf(all, (int) left));
            assertDamaged("windsock.db");
        }
    }

    @Test
    void aMissingDatabaseIsFound() throws Exception {
        Files.delete(database);
        assertDamaged("windsock.db is missing");
        assertThat(database).doesNotExist();
    }

    @Test
    void aMissingMarkIsFound() throws Exception {
        Files.delete(mark);
        assertDamaged("windsock.synced is missing");
    }

    @Test
    void aChangedMarkIsFound() throws Exception {
        flip(mark, 5);
        assertDamaged("windsock.synced does not match its checksum");
        Files.write(mark, new byte[3]);
        assertDamaged("windsock.synced has 3 bytes");
    }

    @Test
    void anOlderDatabaseIsFound() throws Exception {
        Path older = temporary.resolve("older.db");
        Files.copy(database, older);
        try (Engine engine = Kept.engine(directory)) {
            Acks.append(engine, Kept.entry("log1", "e", 3000));
        }
        Files.copy(older, database, StandardCopyOption.REPLACE_EXISTING);
        assertDamaged("after the row 2000", "up to the row 2001");
    }

    @Test
    void aJournalThatIsDamagedAnywhereIsFound() throws Exception {
        Path killed = killed();
        Path journal = killed.resolve("windsock.db-wal");
        byte[] all = Files.readAllBytes(journal);
        assertThat(lines(Kept.of(copy(killed)))).hasSizeGreaterThan(whole.size());
        for (int at : new int[] {0, 20, 40, 4096, all.length / 2, all.length - 4200}) {
            Path one = copy(killed);
            flip(one.resolve("windsock.db-wal"), at);
            assertDamaged(one, "after the row");
        }
        for (int left : new int[] {0, 31, 4096, all.length / 2, all.length - 1}) {
            Path one = copy(killed);
            Files.write(one.resolve("windsock.db-wal"), Arrays.copyOf(all, left));
            assertDamaged(one, "after the row");
        }
        Path one = copy(killed);
        Files.delete(one.resolve("windsock.db-wal"));
        assertDamaged(one, "after the row");
    }

    /** Whatever byte is changed: either that is found, or it did not matter. */
    @Test
    void aChangedByteIsFoundOrDoesNotMatter() throws Exception {
        Random random = new Random(20261125);
        byte[] all = Files.readAllBytes(database);
        int found = 0;
        for (int i = 0; i < 300; i++) {
            byte[] changed = all.clone();
            int at = random.nextInt(i % 3 == 0 ? 4096 : all.length);
            changed[at] ^= (byte) (1 + random.nextInt(255));
            Files.write(database, changed);
            try {
                assertThat(lines(Kept.of(directory))).as("changed at %d", at).isEqualTo(whole);
            } catch (EngineException e) {
                found++;
            }
        }
        assertThat(found).isGreaterThan(100);
    }

    @Test
    void aNewerFormatIsRefused() throws Exception {
        change("PRAGMA user_version = 2");
        assertRefused(directory, "format 2", "newer version");
    }

    @Test
    void anotherProgramsDatabaseIsRefused() throws Exception {
        change("PRAGMA application_id = 7");
        assertRefused(directory, "is not Windsock's", "--data");
    }

    @Test
    void aDirectoryInUseIsRefused() throws Exception {
        try (Engine engine = Kept.engine(directory)) {
            assertRefused(
                    directory, "in use", "process " + ProcessHandle.current().pid());
            assertThat(Acks.append(engine, Kept.entry("a", "e", 1)).told).containsExactly("1");
        }
    }

    @Test
    void aDirectoryThatIsAFileIsRefused() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));
        assertRefused(file, "cannot be used");
        assertRefused(file.resolve("below"), "cannot be used");
    }

    /** A copy of the directory as a kill leaves it, with all in the journal. */
    private Path killed() throws Exception {
        try (Engine engine = Kept.engine(directory)) {
            for (int i = 0; i < 20; i++) {
                Acks.append(engine, Kept.entry("later", "e", i + 1L));
            }
            return copy(directory);
        }
    }

    private Path copy(Path from) throws IOException {
        Path to = Files.createTempDirectory(temporary, "copy");
        for (String name : List.of("windsock.db", "windsock.db-wal", "windsock.synced")) {
            Files.copy(from.resolve(name), to.resolve(name));
        }
        return to;
    }

    private void assertDamaged(String... parts) {
        assertDamaged(directory, parts);
    }

    private static void assertDamaged(Path directory, String... parts) {
        assertRefused(directory, parts);
        assertRefused(directory, "is damaged", directory.toString(), "backup");
    }

    private static void assertRefused(Path directory, String... parts) {
        Kept kept = new Kept();
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> {
                    try (Engine engine = DiskEngine.open(new DiskOptions(directory, Duration.ZERO))) {
                        engine.load(kept);
                    }
                })
                .satisfies(e -> assertThat(e.getMessage()).contains(parts).doesNotContain("\n"));
        assertThat(kept.logs).isEmpty();
        assertThat(kept.entries).isEmpty();
    }

    private void change(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static List<String> lines(Kept kept) {
        List<String> lines = new ArrayList<>(kept.logs);
        for (Entry entry : kept.entries) {
            lines.add(
                    entry.channel() + ' ' + entry.position() + ' ' + new String(entry.data(), StandardCharsets.UTF_8));
        }
        return lines;
    }

    private static void flip(Path file, long at) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 0x55)).rewind();
            channel.write(one, at);
        }
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
