package dev.windsock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.protocol.Position;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskEngineTest {

    @TempDir
    private Path directory;

    @Test
    void anEmptyDirectoryHandsOverNothing() throws Exception {
        Kept kept = Kept.of(directory.resolve("new/one"));
        assertThat(kept.logs).isEmpty();
        assertThat(kept.entries).isEmpty();
    }

    @Test
    void allOfAnEntryComesBack() throws Exception {
        byte[] data = "{\"text\":\"grüße\"}".getBytes(StandardCharsets.UTF_8);
        Origin client = new Origin("c:1", 7, null, 3);
        Origin key = new Origin("k:ä", 0, "digest", 0);
        List<Entry> entries = List.of(
                new Entry("chat:a", new Position("e", 1), Entry.Kind.MESSAGE, data, "k1", 5, 6, 7, client),
                new Entry("chat:a", new Position("e", 2), Entry.Kind.JOIN, data, null, 5, 0, 0, null),
                new Entry("chat:a", new Position("e", 5), Entry.Kind.LEAVE, new byte[0], "", 5, 0, 0, key));
        try (Engine engine = Kept.engine(directory)) {
            engine.open("chat:a", "e");
            assertThat(Acks.append(engine, entries.toArray(Entry[]::new)).told).containsExactly("1", "2", "5");
        }
        Kept kept = Kept.of(directory);
        assertThat(kept.logs).containsExactly("chat:a e 5 1");
        assertThat(kept.entries).usingRecursiveFieldByFieldElementComparator().containsExactlyElementsOf(entries);
        assertThat(kept.remembered).isEmpty();
    }

    @Test
    void aLogWithoutEntriesComesBack() throws Exception {
        try (Engine engine = Kept.engine(directory)) {
            engine.open("empty", "e");
        }
        assertThat(Kept.of(directory).logs).containsExactly("empty e 0 1");
    }

    @Test
    void logsComeOneAfterTheOtherHoweverTheyWereWritten() throws Exception {
        try (Engine engine = Kept.engine(directory)) {
            Acks.append(
                    engine,
                    Kept.entry("a", "e", 1),
                    Kept.entry("b", "f", 1),
                    Kept.entry("a", "e", 2),
                    Kept.entry("b", "f", 2));
        }
        Kept kept = Kept.of(directory);
        assertThat(kept.logs).containsExactly("a e 2 1", "b f 2 1");
        assertThat(kept.entries).extracting(Entry::channel).containsExactly("a", "a", "b", "b");
        assertThat(kept.offsets()).containsExactly(1L, 2L, 1L, 2L);
    }

    @Test
    void whatIsWrittenAfterAReloadFollowsWhatWasBefore() throws Exception {
        for (long offset = 1; offset <= 3; offset++) {
            try (Engine engine = Kept.engine(directory)) {
                Acks.append(engine, Kept.entry("a", "e", offset));
            }
        }
        Kept kept = Kept.of(directory);
        assertThat(kept.logs).containsExactly("a e 3 1");
        assertThat(kept.offsets()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whatWasTrimmedIsRememberedWhereARepeatMustBeKnown() throws Exception {
        Origin origin = new Origin("k", 0, "d", 2);
        try (Engine engine = Kept.engine(directory)) {
            Acks.append(
                    engine,
                    Kept.entry("a", "e", 1, origin),
                    Kept.entry("a", "e", 2, origin),
                    Kept.entry("a", "e", 3),
                    Kept.entry("a", "e", 4, origin));
            engine.trim("a", "e", 4, 2);
        }
        Kept kept = Kept.of(directory);
        assertThat(kept.logs).containsExactly("a e 4 4");
        assertThat(kept.offsets()).containsExactly(4L);
        assertThat(kept.remembered)
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(Kept.entry("a", "e", 2, origin).withoutData());
    }

    @Test
    void whatIsRememberedIsForgottenInTheEnd() throws Exception {
        Origin origin = new Origin("k", 0, "d", 2);
        try (Engine engine = Kept.engine(directory)) {
            Acks.append(engine, Kept.entry("a", "e", 1, origin), Kept.entry("a", "e", 2, origin));
            engine.trim("a", "e", 2, 1);
        }
        try (Engine engine = Kept.engine(directory)) {
            engine.trim("a", "e", 2, 2);
        }
        assertThat(Kept.of(directory).remembered).isEmpty();
    }

    @Test
    void theHeadOutlivesAllEntries() throws Exception {
        try (Engine engine = Kept.engine(directory)) {
            Acks.append(engine, Kept.entry("a", "e", 1), Kept.entry("a", "e", 2), Kept.entry("b", "e", 1));
            engine.trim("a", "e", 3, 3);
        }
        Kept kept = Kept.of(directory);
        assertThat(kept.logs).containsExactly("a e 2 3", "b e 1 1");
        assertThat(kept.entries).extracting(Entry::channel).containsExactly("b");
    }

    @Test
    void whatWasReleasedIsGoneThoughOlderOnesStay() throws Exception {
        try (Engine engine = Kept.engine(directory)) {
            Acks.append(
                    engine,
                    Kept.entry("a", "e", 1),
                    Kept.entry("a", "e", 2),
                    Kept.entry("a", "e", 3, new Origin("k", 0, null, 0)),
                    Kept.entry("a", "e", 4));
            engine.release("a", "e", 2);
            engine.release("a", "e", 3);
        }
        Kept kept = Kept.of(directory);
        assertThat(kept.offsets()).containsExactly(1L, 4L);
        assertThat(Kept.offsets(kept.remembered)).containsExactly(3L);
        assertThat(kept.logs).containsExactly("a e 4 1");
    }

    @Test
    void aDroppedLogIsGoneAndItsSuccessorIsNot() throws Exception {
        try (Engine engine = Kept.engine(directory)) {
            Acks.append(engine, Kept.entry("a", "e1", 1), Kept.entry("a", "e1", 2));
            engine.drop("a", "e1");
            engine.open("a", "e2");
            Acks.append(engine, Kept.entry("a", "e2", 1));
        }
        Kept kept = Kept.of(directory);
        assertThat(kept.logs).containsExactly("a e2 1 1");
        assertThat(kept.entries).extracting(Entry::position).containsExactly(new Position("e2", 1));
    }

    @Test
    void theNewerLogOfAChannelCounts() throws Exception {
        try (Engine engine = Kept.engine(directory)) {
            Acks.append(engine, Kept.entry("a", "e1", 1), Kept.entry("a", "e2", 1));
        }
        assertThat(Kept.of(directory).logs).containsExactly("a e2 1 1");
    }

    @Test
    void manyEntriesOfManyLogsAreTrimmedAndKept() throws Exception {
        try (Engine engine = Kept.engine(directory)) {
            for (int round = 0; round < 20; round++) {
                List<Entry> entries = new ArrayList<>();
                for (long i = 0; i < 1000; i++) {
                    entries.add(Kept.entry("log" + i % 10, "e", round * 100L + i / 10 + 1));
                }
                Acks.append(engine, entries.toArray(Entry[]::new));
                for (int log = 0; log < 10; log++) {
                    engine.trim("log" + log, "e", round * 100L + 51, round * 100L + 51);
                }
            }
        }
        Kept kept = Kept.of(directory);
        assertThat(kept.logs).hasSize(10).contains("log3 e 2000 1951");
        assertThat(kept.offsets().subList(0, 50))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1951, 2000).boxed().toList());
        assertThat(kept.entries).hasSize(500);
    }

    @Test
    void afterItsEndNothingIsTaken() throws Exception {
        Engine engine = Kept.engine(directory);
        engine.close();
        engine.close();
        assertThat(Acks.append(engine, Kept.entry("a", "e", 1)).told).containsExactly("1 not taken");
        engine.open("a", "e");
        engine.trim("a", "e", 1, 1);
        engine.drop("a", "e");
    }

    @Test
    void syncingNowAndThenKeepsThemToo() throws Exception {
        Path other = directory.resolve("a b?c#d%20");
        try (DiskEngine engine = DiskEngine.open(new DiskOptions(other, Duration.ofMillis(1)))) {
            engine.load(new Kept());
            for (long offset = 1; offset <= 100; offset++) {
                Acks.append(engine, Kept.entry("a", "e", offset));
            }
        }
        assertThat(Kept.of(other).entries).hasSize(100);
        assertThat(other.resolve("windsock.db")).exists();
    }
}
