package dev.windsock.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windsock.engine.Origin;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.ProtocolException;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is sent twice is applied once: PROTOCOL.md section 6. The log keeps 8 publications. */
class RepeatsTest {
    private final Fixture fixture = new Fixture();

    private Published numbered(String client, long number) {
        return fixture.channels
                .publish("c", Message.of(new byte[] {'1'}).from(new Origin(client, number, null, 0)))
                .join();
    }

    private Published keyed(String key, @Nullable String digest) {
        return fixture.channels
                .publish("c", Message.of(new byte[] {'1'}).from(new Origin(key, 0, digest, 0)))
                .join();
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable publish) {
        assertThatThrownBy(publish)
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private long head() {
        return fixture.channels.channel("c").head();
    }

    @Test
    void aRepeatIsNotAppliedAndGetsTheFirstAnswer() {
        fixture.join();
        Published first = numbered("a", 1);
        fixture.join();
        assertThat(first.subscribers()).isEqualTo(1);
        assertThat(numbered("a", 1)).isEqualTo(new Published("c", first.position(), 1, true));
        assertThat(head()).isEqualTo(1);
    }

    @Test
    void severalSentAgainGetTheirOwnAnswers() {
        for (int n = 1; n <= 4; n++) {
            numbered("a", n);
        }
        for (int n = 1; n <= 4; n++) {
            assertThat(numbered("a", n).position()).isEqualTo(fixture.at(n));
        }
        assertThat(numbered("a", 5).repeated()).isFalse();
        assertThat(head()).isEqualTo(5);
    }

    @Test
    void numbersMayJumpSinceTheyCountOverAllChannels() {
        numbered("a", 3);
        numbered("a", 70);
        assertThat(head()).isEqualTo(2);
        assertThat(numbered("a", 3).repeated()).isTrue();
    }

    @Test
    void whatCameTooLateIsOutOfOrder() {
        numbered("a", 3);
        assertRefused(ErrorCode.OUT_OF_ORDER, () -> numbered("a", 2));
        assertThat(head()).isEqualTo(1);
    }

    @Test
    void theLastNumberIsKnownLongerThanTheLogKeepsIt() {
        numbered("a", 1);
        numbered("a", 2);
        fixture.publish(20);
        assertThat(numbered("a", 2).position()).isEqualTo(fixture.at(2));
        assertRefused(ErrorCode.OUT_OF_ORDER, () -> numbered("a", 1));
    }

    @Test
    void clientsDoNotMix() {
        numbered("a", 5);
        assertThat(numbered("b", 1).repeated()).isFalse();
        assertThat(numbered("b", 5).repeated()).isFalse();
    }

    @Test
    void anIdempotencyKeyIsForOneMessage() {
        Published first = keyed("k", "x");
        assertThat(keyed("k", "x")).isEqualTo(new Published("c", first.position(), 0, true));
        assertRefused(ErrorCode.KEY_REUSED, () -> keyed("k", "y"));
        assertThat(keyed("l", "y").repeated()).isFalse();
        assertThat(head()).isEqualTo(2);
    }

    @Test
    void theMemoryEndsWithTheLogsAgeAndIsGivenBack() {
        numbered("a", 1);
        keyed("k", "x");
        fixture.clock.pass(Fixture.AGE.plusMillis(1));
        fixture.channels.sweep();
        assertThat(keyed("k", "y").repeated()).isFalse();
        assertThat(numbered("a", 1).repeated()).isFalse();
        fixture.clock.pass(Fixture.AGE.plusMillis(1));
        fixture.channels.sweep();
        assertThat(fixture.channels.bytes()).isZero();
    }

    @Test
    void aPublisherThatGoesOnIsRemembered() {
        for (int n = 1; n <= 10; n++) {
            numbered("a", n);
            fixture.clock.pass(Duration.ofSeconds(30));
            fixture.channels.sweep();
        }
        assertThat(numbered("a", 10).repeated()).isTrue();
    }

    @Test
    void memoryCountsAgainstTheLimit() {
        Rules rules = Rules.defaults().withLog(2, 1 << 20, Fixture.AGE);
        Fixture small = new Fixture(rules, new ChannelLimits(10, 20_000, 1 << 20));
        assertRefused(ErrorCode.FULL, () -> {
            for (int n = 0; n < 1_000; n++) {
                small.channels
                        .publish("c", Message.of(new byte[1]).from(new Origin("k" + n, 0, null, 0)))
                        .join();
            }
        });
        assertThat(small.channels.bytes()).isLessThanOrEqualTo(20_000);
    }
}
