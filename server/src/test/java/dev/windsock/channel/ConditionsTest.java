package dev.windsock.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windsock.engine.Entry.Kind;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Position;
import dev.windsock.protocol.ProtocolException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Publishes under a condition: PROTOCOL.md section 6. */
class ConditionsTest {
    private final Fixture fixture = new Fixture();

    private Published publish(@Nullable String key, long version, @Nullable Position ifMatch) {
        Message message = new Message(Kind.MESSAGE, new byte[] {'1'}, key, 0, version, ifMatch, null);
        return fixture.channels.publish("c", message).join();
    }

    private void assertRefused(@Nullable String key, long version, @Nullable Position ifMatch) {
        long head = fixture.channels.channel("c").head();
        assertThatThrownBy(() -> publish(key, version, ifMatch))
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED));
        assertThat(fixture.channels.channel("c").head()).isEqualTo(head);
    }

    @Test
    void theNewestPositionMustMatch() {
        publish(null, 0, fixture.at(0));
        publish(null, 0, fixture.at(1));
        assertRefused(null, 0, fixture.at(1));
        assertRefused(null, 0, fixture.at(3));
        assertRefused(null, 0, new Position("elsewhere", 2));
        publish(null, 0, fixture.at(2));
    }

    @Test
    void aVersionOnlyGrows() {
        publish(null, 5, null);
        assertRefused(null, 5, null);
        assertRefused(null, 4, null);
        publish(null, 6, null);
        publish(null, 0, null);
        assertRefused(null, 6, null);
    }

    @Test
    void eachKeyHasItsOwnVersion() {
        publish("a", 5, null);
        publish("b", 1, null);
        publish(null, 1, null);
        assertRefused("a", 5, null);
        assertRefused("b", 1, null);
    }

    @Test
    void versionsAreForgottenWithTheLogsAgeAndGivenBack() {
        publish("a", 5, null);
        fixture.clock.pass(Fixture.AGE.plusMillis(1));
        fixture.channels.sweep();
        publish("a", 1, null);
        fixture.clock.pass(Fixture.AGE.plusMillis(1));
        fixture.channels.sweep();
        assertThat(fixture.channels.bytes()).isZero();
    }
}
