package dev.windsock.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The log keeps 8 publications. */
class SlowSubscriberTest {
    private final Fixture fixture = new Fixture();

    @Test
    void oneThatIsFullStaysWhereItIsAndGoesOnWhenItIsNot() {
        Reader slow = fixture.join();
        Reader quick = fixture.join();
        slow.room(2);
        fixture.publish(5);
        fixture.run();
        assertThat(slow.heard()).containsExactly("1", "2");
        assertThat(quick.heard()).hasSize(5);
        slow.room(Reader.UNLIMITED);
        slow.cursor().catchUp();
        assertThat(slow.heard()).containsExactly("1", "2", "3", "4", "5");
        fixture.publish(1);
        fixture.run();
        assertThat(slow.heard()).last().isEqualTo("6");
    }

    @Test
    void oneThatIsBehindIsNotOfferedWhatIsNew() {
        Reader slow = fixture.join();
        slow.room(0);
        fixture.publish(2);
        fixture.run();
        slow.room(Reader.UNLIMITED);
        fixture.publish(2);
        fixture.run();
        assertThat(slow.heard()).as("before it has called").isEmpty();
        slow.cursor().catchUp();
        assertThat(slow.heard()).containsExactly("1", "2", "3", "4");
    }

    @Test
    void catchingUpMayTakeManySteps() {
        Reader slow = fixture.join();
        slow.room(0);
        fixture.publish(8);
        fixture.run();
        for (int i = 1; i <= 8; i++) {
            slow.room(1);
            slow.cursor().catchUp();
            assertThat(slow.heard()).hasSize(i);
        }
        slow.room(1);
        slow.cursor().catchUp();
        assertThat(slow.heard()).hasSize(8);
    }

    @Test
    void oneThatFallsOffTheLogIsToldTheGapWhenItCatchesUp() {
        Reader slow = fixture.join();
        slow.room(1);
        fixture.publish(3);
        fixture.run();
        fixture.publish(9);
        fixture.run();
        slow.room(Reader.UNLIMITED);
        slow.cursor().catchUp();
        assertThat(slow.heard())
                .as("goes on with the newest")
                .containsExactly("1", fixture.at(1) + "…" + fixture.at(12), "12");
    }

    @Test
    void aLaneThatIsSlowerThanThePublishersTellsTheGap() {
        Reader first = fixture.join();
        Reader second = fixture.join();
        fixture.publish(11);
        fixture.run();
        for (Reader reader : new Reader[] {first, second}) {
            assertThat(reader.heard())
                    .as("goes on with the newest")
                    .containsExactly(fixture.at(0) + "…" + fixture.at(11), "11");
        }
    }

    @Test
    void aLogThatIsTooOldTellsTheGapToWhatComesNext() {
        Reader slow = fixture.join();
        slow.room(0);
        fixture.publish(3);
        fixture.run();
        fixture.clock.pass(Fixture.AGE.plusMillis(1));
        fixture.channels.sweep();
        slow.room(Reader.UNLIMITED);
        slow.cursor().catchUp();
        assertThat(slow.heard()).containsExactly(fixture.at(0) + "…" + fixture.at(4));
        fixture.publish(1);
        fixture.run();
        assertThat(slow.heard()).last().isEqualTo("4");
    }

    /** It had caught up further than its group when the publishers overtook both. */
    @Test
    void oneThatReadAheadOfItsGroupIsToldTheGapToo() {
        fixture.join();
        fixture.publish(2);
        Reader ahead = new Reader().start(fixture.channels, "c", fixture.lane, fixture.at(0));
        fixture.publish(10);
        fixture.run();
        assertThat(ahead.heard())
                .as("goes on with the newest")
                .containsExactly("1", "2", fixture.at(2) + "…" + fixture.at(12), "12");
        fixture.publish(1);
        fixture.run();
        assertThat(ahead.heard()).last().isEqualTo("13");
    }
}
