package dev.windsock.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.protocol.Position;
import dev.windsock.protocol.Start;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetirementTest {
    private final Fixture fixture = new Fixture();

    private void passAndSweep(Duration time) {
        fixture.clock.pass(time);
        fixture.channels.sweep();
    }

    @Test
    void anIdleChannelRetiresAndBeginsANewEpochWhenItIsUsedAgain() {
        fixture.publish(3);
        Position before = fixture.at(3);
        passAndSweep(Fixture.AGE);
        assertThat(fixture.channels.find("c")).as("not yet too old").isNotNull();
        passAndSweep(Duration.ofMillis(1));
        assertThat(fixture.channels.find("c")).isNull();
        assertThat(fixture.channels.bytes()).isZero();
        Position after = fixture.publish("again").position();
        assertThat(after.epoch()).isNotEqualTo(before.epoch());
        assertThat(after.offset()).isEqualTo(1);
        Reader reader = new Reader().start(fixture.channels, "c", fixture.lane, before);
        assertThat(reader.heard()).containsExactly(before + "…" + fixture.at(1), "1");
    }

    @Test
    void aChannelWithSubscribersStays() {
        Reader reader = fixture.join();
        fixture.publish(1);
        fixture.run();
        Position before = fixture.at(1);
        passAndSweep(Fixture.AGE.multipliedBy(5));
        assertThat(fixture.publish("later").position()).isEqualTo(new Position(before.epoch(), 2));
        fixture.run();
        assertThat(reader.heard()).containsExactly("1", "2");
    }

    @Test
    void theTimeOfAChannelWithoutSubscribersBeginsWhenTheLastLeaves() {
        Reader reader = fixture.join();
        passAndSweep(Fixture.AGE.multipliedBy(5));
        reader.cursor().close();
        passAndSweep(Fixture.AGE.minusMillis(1));
        assertThat(fixture.channels.find("c")).isNotNull();
        passAndSweep(Duration.ofMillis(1));
        assertThat(fixture.channels.find("c")).isNull();
    }

    /** Someone found the channel just before it retired. */
    @Test
    void whoHoldsARetiredChannelIsToldToTakeAnother() {
        Channel channel = fixture.channels.channel("c");
        passAndSweep(Fixture.AGE);
        assertThat(channel.publish(Message.of(new byte[1]))).isNull();
        assertThat(channel.open(fixture.lane.lane(), new Reader(), Start.NOW)).isNull();
        assertThat(fixture.channels.channel("c")).isNotSameAs(channel);
    }
}
