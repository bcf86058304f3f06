package dev.windsock.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.protocol.Start;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many who come back at once share what may be read, and those who are live do not wait for them. */
class RecoveryBudgetTest {
    private static final int PUBLICATIONS = 100;
    private static final int READERS = 50;

    private final Rules rules = Rules.defaults();
    private final Fixture fixture = new Fixture(rules, new ChannelLimits(10, 1 << 28, 320_000));

    private List<Reader> comeBack() {
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            readers.add(new Reader().start(fixture.channels, fixture.lane, Start.after(fixture.at(0))));
        }
        return readers;
    }

    private static long done(List<Reader> readers) {
        return readers.stream().filter(reader -> reader.had() == PUBLICATIONS).count();
    }

    @Test
    void whatIsReadIsBoundedByTime() {
        fixture.publish(PUBLICATIONS);
        List<Reader> readers = comeBack();
        long first = done(readers);
        assertThat(first).isBetween(1L, READERS - 1L);
        fixture.lane.runOne();
        assertThat(done(readers)).as("no time has passed").isEqualTo(first);
        fixture.clock.pass(Duration.ofMillis(50));
        fixture.lane.runOne();
        assertThat(done(readers)).isBetween(first + 1, READERS - 1L);
    }

    @Test
    void allGetAllInTheEnd() {
        fixture.publish(PUBLICATIONS);
        List<Reader> readers = comeBack();
        for (int i = 0; i < 100; i++) {
            fixture.clock.pass(Duration.ofMillis(20));
            fixture.lane.runOne();
        }
        assertThat(done(readers)).isEqualTo(READERS);
        assertThat(readers).allSatisfy(reader -> assertThat(reader.heard()).hasSize(PUBLICATIONS));
    }

    @Test
    void whoIsLiveDoesNotWait() {
        Reader live = fixture.join();
        fixture.publish(PUBLICATIONS);
        fixture.lane.runOne();
        comeBack();
        fixture.publish(1);
        fixture.lane.runOne();
        fixture.lane.runOne();
        assertThat(live.had()).isEqualTo(PUBLICATIONS + 1);
    }
}
