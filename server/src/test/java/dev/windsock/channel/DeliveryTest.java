package dev.windsock.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.protocol.Position;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    private final Fixture fixture = new Fixture();

    @Test
    void subscribersOnAllLanesGetAllOnceInOrder() {
        Reader here = fixture.join();
        Reader there = new Reader().start(fixture.channels, "c", fixture.other, null);
        fixture.publish(3);
        fixture.run();
        fixture.publish(2);
        fixture.run();
        assertThat(here.heard()).containsExactly("1", "2", "3", "4", "5");
        assertThat(there.heard()).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void publishingTellsThePositionAndTheNumberOfSubscribers() {
        assertThat(fixture.publish("a")).isEqualTo(new Published("c", fixture.at(1), 0, false));
        fixture.join();
        Reader leaver = new Reader().start(fixture.channels, "c", fixture.other, null);
        assertThat(fixture.publish("b")).isEqualTo(new Published("c", fixture.at(2), 2, false));
        leaver.cursor().close();
        assertThat(fixture.publish("c")).isEqualTo(new Published("c", fixture.at(3), 1, false));
    }

    @Test
    void whatIsPublishedMeanwhileComesInOneBatch() {
        Reader reader = fixture.join();
        fixture.publish(7);
        assertThat(fixture.lane.pending()).as("woken once").isEqualTo(1);
        fixture.run();
        assertThat(reader.takes()).containsExactly(7);
    }

    @Test
    void whatIsPublishedWhileItsLaneHoldsComesInOneBatchOnEachLane() {
        Reader here = fixture.join();
        Reader there = new Reader().start(fixture.channels, "c", fixture.other, null);
        fixture.lane.lane().hold();
        fixture.publish(3);
        assertThat(fixture.lane.pending() + fixture.other.pending()).isZero();
        fixture.lane.lane().release();
        fixture.run();
        fixture.publish(1);
        fixture.run();
        assertThat(here.takes()).containsExactly(3, 1);
        assertThat(there.takes()).containsExactly(3, 1);
    }

    @Test
    void aChannelWithoutSubscribersOnALaneDoesNotWakeIt() {
        fixture.join().cursor().close();
        new Reader().start(fixture.channels, "d", fixture.other, null);
        fixture.publish(1);
        assertThat(fixture.lane.pending() + fixture.other.pending()).isZero();
    }

    @Test
    void whoJoinsMidStreamGetsWhatComesAfter() {
        Reader first = fixture.join();
        fixture.publish(2);
        Reader second = fixture.join();
        assertThat(second.opening().head()).isEqualTo(fixture.at(2));
        fixture.publish(1);
        fixture.run();
        assertThat(first.heard()).containsExactly("1", "2", "3");
        assertThat(second.heard()).containsExactly("3");
    }

    @Test
    void whatIsPublishedBetweenOpeningAndStartingIsNotLost() {
        Reader reader = new Reader();
        Cursor cursor = reader.open(fixture.channels, "c", fixture.lane, null);
        fixture.publish(2);
        fixture.lane.run();
        assertThat(reader.heard()).as("before the reply is written").isEmpty();
        cursor.start();
        fixture.publish(1);
        fixture.run();
        assertThat(reader.heard()).containsExactly("1", "2", "3");
    }

    @Test
    void oneThatReadAheadOfItsGroupGetsNothingTwice() {
        fixture.join();
        fixture.publish(2);
        Reader ahead = new Reader().start(fixture.channels, "c", fixture.lane, fixture.at(0));
        assertThat(ahead.heard()).containsExactly("1", "2");
        fixture.publish(1);
        fixture.run();
        assertThat(ahead.heard()).containsExactly("1", "2", "3");
    }

    @Test
    void positionsTellHowFarOneHasRead() {
        Reader reader = fixture.join();
        assertThat(reader.cursor().position()).isEqualTo(fixture.at(0));
        fixture.publish(3);
        fixture.run();
        assertThat(reader.cursor().position()).isEqualTo(fixture.at(3));
        assertThat(reader.cursor().channel()).isEqualTo("c");
    }

    @Test
    void channelsDoNotMix() {
        Reader c = fixture.join();
        Reader d = new Reader().start(fixture.channels, "d", fixture.lane, null);
        fixture.channels.publish("d", Message.of(new byte[] {'1'})).join();
        fixture.run();
        assertThat(c.heard()).isEmpty();
        assertThat(d.heard()).containsExactly("1");
        assertThat(fixture.channels.channel("d").epoch()).isNotEqualTo(fixture.epoch());
    }

    @Test
    void moreThanABatchHoldsComesInSeveralTasks() {
        Fixture large = new Fixture(2_000, 1 << 24);
        Reader live = large.join();
        large.publish(Batch.MAX_COUNT + 3);
        large.lane.runOne();
        assertThat(live.takes()).containsExactly(Batch.MAX_COUNT);
        assertThat(large.lane.pending()).as("the rest after other tasks").isEqualTo(1);
        large.run();
        assertThat(live.takes()).containsExactly(Batch.MAX_COUNT, 3);
        Reader late = new Reader().start(large.channels, "c", large.lane, new Position(large.epoch(), 0));
        assertThat(late.takes()).containsExactly(Batch.MAX_COUNT, 3);
    }
}
