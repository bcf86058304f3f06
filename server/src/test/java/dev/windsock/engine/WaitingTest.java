package dev.windsock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.engine.Waiting.Append;
import dev.windsock.engine.Waiting.Trim;
import dev.windsock.protocol.Position;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingTest {

    private static final LogId LOG = new LogId("a", "e");
    private final Waiting waiting = new Waiting();

    @Test
    void entriesAreBoundedByTheirBytes() {
        int taken = 0;
        while (waiting.add(new Append(entry(1 << 20), failure -> {}))) {
            taken++;
        }
        assertThat(taken).isBetween(62, 64);
    }

    @Test
    void entriesAreBoundedByTheirCount() {
        int taken = 0;
        while (waiting.add(new Append(entry(1), failure -> {}))) {
            taken++;
        }
        assertThat(taken).isEqualTo(100_000);
    }

    @Test
    void whatIsTakenMakesRoom() throws Exception {
        while (waiting.add(new Append(entry(1 << 20), failure -> {}))) {
            // until it is full
        }
        assertThat(waiting.take(0)).hasSizeLessThan(10);
        assertThat(waiting.add(new Append(entry(1 << 20), failure -> {}))).isTrue();
    }

    @Test
    void allIsTakenInTheOrderOfItsComing() throws Exception {
        for (int i = 0; i < 25_000; i++) {
            waiting.add(new Append(entry(i % 100), failure -> {}));
        }
        int count = 0;
        for (List<Waiting.Work> group = waiting.take(0); !group.isEmpty(); group = waiting.take(0)) {
            for (Waiting.Work work : group) {
                assertThat(((Append) work).entry().data()).hasSize(count++ % 100);
            }
        }
        assertThat(count).isEqualTo(25_000);
    }

    @Test
    void trimsOfALogBecomeOne() throws Exception {
        waiting.add(new Trim(LOG, 3, 1));
        waiting.add(new Trim(LOG, 5, 2));
        waiting.add(new Trim(LOG, 4, 4));
        assertThat(waiting.take(0)).containsExactly(new Trim(LOG, 5, 4));
        assertThat(waiting.take(0)).isEmpty();
    }

    @Test
    void itIsAtItsEndWhenItIsClosedAndEmpty() throws Exception {
        waiting.add(new Waiting.Open(LOG));
        waiting.close();
        assertThat(waiting.atEnd()).isFalse();
        assertThat(waiting.take(1000)).hasSize(1);
        assertThat(waiting.atEnd()).isTrue();
    }

    private static Entry entry(int size) {
        return new Entry("a", new Position("e", 1), Entry.Kind.MESSAGE, new byte[size], null, 1, 0, 0, null);
    }
}
