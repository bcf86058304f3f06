package dev.windsock.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    /** Ticks of one interval. */
    private static final int ROUND = 32;

    private final HandThread thread = new HandThread();
    private final Heartbeat heartbeat = new Heartbeat(thread, Duration.ofMillis(3_200));

    private static final class Counter extends Heartbeat.Member {
        private int beats;
        private Runnable onBeat = () -> {};

        @Override
        void beat() {
            beats++;
            onBeat.run();
        }
    }

    private Counter added() {
        Counter counter = new Counter();
        heartbeat.add(counter);
        return counter;
    }

    @Test
    void eachMemberBeatsOnceAnInterval() {
        List<Counter> counters = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            counters.add(added());
            thread.tick(1);
        }
        counters.forEach(counter -> counter.beats = 0);
        thread.tick(5 * ROUND);
        assertThat(counters).allMatch(counter -> counter.beats == 5);
    }

    @Test
    void theFirstBeatComesAfterOneInterval() {
        added();
        thread.tick(7);
        Counter counter = added();
        thread.tick(ROUND - 1);
        assertThat(counter.beats).isZero();
        thread.tick(1);
        assertThat(counter.beats).isEqualTo(1);
    }

    @Test
    void ticksDivideTheInterval() {
        added();
        assertThat(thread.intervalMillis()).isEqualTo(100);
    }

    @Test
    void whoHasLeftDoesNotBeatWhoeverItsNeighboursAre() {
        for (int leaver = 0; leaver < 5; leaver++) {
            List<Counter> counters = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                counters.add(added());
            }
            heartbeat.remove(counters.get(leaver));
            heartbeat.remove(counters.get(leaver));
            thread.tick(ROUND);
            for (int i = 0; i < 5; i++) {
                assertThat(counters.get(i).beats).isEqualTo(i == leaver ? 0 : 1);
            }
            counters.forEach(heartbeat::remove);
        }
    }

    @Test
    void membersMayLeaveWhileTheyBeat() {
        List<Counter> counters = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Counter counter = added();
            counter.onBeat = () -> heartbeat.remove(counter);
            counters.add(counter);
        }
        thread.tick(3 * ROUND);
        assertThat(counters).allMatch(counter -> counter.beats == 1);
    }

    @Test
    void oneThatJoinsWhileAnotherBeatsHasItsIntervalBeforeIt() {
        List<Counter> joined = new ArrayList<>();
        Counter first = added();
        first.onBeat = () -> joined.add(added());
        thread.tick(ROUND);
        assertThat(joined).hasSize(1);
        assertThat(joined.getFirst().beats).isZero();
        thread.tick(ROUND);
        assertThat(joined.getFirst().beats).isEqualTo(1);
    }

    @Test
    void withoutMembersNothingTicks() {
        assertThat(thread.hasTimer()).isFalse();
        Counter counter = added();
        assertThat(thread.hasTimer()).isTrue();
        heartbeat.remove(counter);
        thread.tick(1);
        assertThat(thread.hasTimer()).isFalse();
        Counter again = added();
        thread.tick(ROUND);
        assertThat(again.beats).isEqualTo(1);
    }
}
