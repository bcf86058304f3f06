package dev.windsock.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Position;
import dev.windsock.protocol.ProtocolException;
import dev.windsock.protocol.Start;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LimitsTest {
    /** Of a publication of 100 bytes. */
    private static final long WEIGHT =
            new Publication("c", new Position("e", 1), Message.of(new byte[100]), 0, 0).weight();

    private static final Rules RULES = Rules.defaults().withLog(3, 1 << 20, Fixture.AGE);

    /** What a channel weighs without its log. */
    private static final long EMPTY = 512;

    private final Fixture fixture = new Fixture(RULES, new ChannelLimits(2, 2 * EMPTY + 5 * WEIGHT, 1L << 40));

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private void publish(String channel) {
        fixture.channels.publish(channel, Message.of(new byte[100])).join();
    }

    @Test
    void whatALogLetsGoOfIsGivenBack() {
        for (int i = 0; i < 20; i++) {
            publish("a");
        }
        assertThat(fixture.channels.bytes()).isEqualTo(EMPTY + 3 * WEIGHT);
    }

    @Test
    void whereAllLogsTogetherAreFullNothingIsPublished() {
        for (int i = 0; i < 3; i++) {
            publish("a");
        }
        publish("b");
        publish("b");
        assertFails(ErrorCode.FULL, () -> publish("b"));
        assertThat(fixture.channels.bytes()).isEqualTo(2 * EMPTY + 5 * WEIGHT);
        assertThat(fixture.channels.channel("b").head()).isEqualTo(2);
        fixture.clock.pass(Fixture.AGE.plusMillis(1));
        fixture.channels.sweep();
        assertThat(fixture.channels.bytes()).isZero();
        publish("b");
        assertThat(fixture.channels.bytes()).isEqualTo(EMPTY + WEIGHT);
    }

    @Test
    void whereThereIsNoRoomForAChannelNoneIsMade() {
        Fixture small = new Fixture(RULES, new ChannelLimits(100, 2 * EMPTY + EMPTY / 2, 1L << 40));
        small.channels.channel("a");
        small.channels.channel("b");
        assertFails(ErrorCode.FULL, () -> small.channels.channel("c"));
        assertThat(small.channels.bytes()).isEqualTo(2 * EMPTY);
        small.clock.pass(Fixture.AGE);
        small.channels.sweep();
        assertThat(small.channels.bytes()).isZero();
        assertThat(small.channels.channel("c").name()).isEqualTo("c");
    }

    @Test
    void thereAreNoMoreChannelsThanAllowed() {
        publish("a");
        fixture.channels.open("b", fixture.lane.lane(), new Reader(), Start.NOW);
        assertFails(ErrorCode.FULL, () -> publish("c"));
        assertFails(ErrorCode.FULL, () -> fixture.channels.open("c", fixture.lane.lane(), new Reader(), Start.NOW));
        assertThat(fixture.channels.find("c")).isNull();
        publish("a");
        assertThat(fixture.channels.all()).extracting(Channel::name).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aNameThatIsNoneMakesNoChannel() {
        assertFails(ErrorCode.BAD_CHANNEL, () -> publish("no name"));
        assertFails(
                ErrorCode.BAD_CHANNEL, () -> fixture.channels.open("", fixture.lane.lane(), new Reader(), Start.NOW));
        assertThat(fixture.channels.all()).isEmpty();
    }

    @Test
    void limitsMustBeAboveZero() {
        Duration age = Duration.ofSeconds(1);
        Rules rules = Rules.defaults();
        assertThatThrownBy(() -> rules.withLog(0, 1, age)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rules.withLog(1, 0, age)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rules.withLog(1, 1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rules.withPresence(false, true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChannelLimits(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChannelLimits(1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChannelLimits(1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(rules.logCount()).isEqualTo(10_000);
    }
}
