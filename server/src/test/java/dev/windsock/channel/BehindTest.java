package dev.windsock.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.engine.Entry.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of readers that fall behind, by the channel's rules: PROTOCOL.md section 5.3. Logs keep 4 publications. */
class BehindTest {
    private static Fixture fixture(Behind behind) {
        Rules rules = Rules.defaults().withLog(4, 1 << 20, Fixture.AGE).withBehind(behind);
        return new Fixture(rules, new ChannelLimits(10, 1 << 24, 1L << 40));
    }

    private static void publish(Fixture fixture, @Nullable String key, String data, long ttlMillis) {
        byte[] json = data.getBytes(StandardCharsets.UTF_8);
        fixture.channels
                .publish("c", new Message(Kind.MESSAGE, json, key, ttlMillis, 0, null, null))
                .join();
    }

    @Test
    void oneThatIsLiveIsCutWhereTheRulesSaySo() {
        Fixture fixture = fixture(Behind.DISCONNECT);
        Reader slow = fixture.join();
        Reader quick = fixture.join();
        slow.room(0);
        fixture.publish(1);
        fixture.run();
        for (int i = 0; i < 5; i++) {
            fixture.publish(1);
            fixture.run();
        }
        slow.room(Reader.UNLIMITED);
        slow.cursor().catchUp();
        assertThat(slow.heard()).containsExactly("too slow");
        assertThat(quick.heard()).hasSize(6);
        assertThat(fixture.channels.channel("c").subscribers()).isEqualTo(1);
    }

    @Test
    void oneThatComesBackTooLateIsNotCutForIt() {
        Fixture fixture = fixture(Behind.DISCONNECT);
        fixture.publish(9);
        Reader late = new Reader().start(fixture.channels, "c", fixture.lane, fixture.at(1));
        assertThat(late.heard()).containsExactly(fixture.at(1) + "…" + fixture.at(6), "6", "7", "8", "9");
    }

    @Test
    void onlyTheNewestOfEachKeyIsLeftForTheSlow() {
        Fixture fixture = fixture(Behind.LATEST);
        Reader slow = fixture.join().jumps();
        slow.room(0);
        publish(fixture, "a", "1", 0);
        fixture.run();
        publish(fixture, "b", "2", 0);
        publish(fixture, "a", "3", 0);
        publish(fixture, null, "4", 0);
        publish(fixture, "b", "5", 0);
        publish(fixture, "b", "6", 0);
        slow.room(Reader.UNLIMITED);
        slow.cursor().catchUp();
        assertThat(slow.heard()).as("without a word").containsExactly("3", "4", "6");
        publish(fixture, "a", "7", 0);
        fixture.run();
        assertThat(slow.heard()).containsExactly("3", "4", "6", "7");
    }

    @Test
    void whatTheLimitsLetGoOfIsAGapAlsoThere() {
        Fixture fixture = fixture(Behind.LATEST);
        Reader slow = fixture.join().jumps();
        slow.room(0);
        publish(fixture, "a", "1", 0);
        fixture.run();
        for (String key : new String[] {"b", "c", "d", "e", "e", "f"}) {
            publish(fixture, key, "0", 0);
        }
        slow.room(Reader.UNLIMITED);
        slow.cursor().catchUp();
        assertThat(slow.heard()).containsExactly(fixture.at(0) + "…" + fixture.at(3), "3", "4", "6", "7");
    }

    @Test
    void whoComesBackToTheLatestHasMissedNothingThatIsSuperseded() {
        Fixture fixture = fixture(Behind.LATEST);
        for (int i = 0; i < 20; i++) {
            publish(fixture, "a", "0", 0);
        }
        publish(fixture, "b", "0", 0);
        Reader late = new Reader().jumps().start(fixture.channels, "c", fixture.lane, fixture.at(3));
        assertThat(late.opening().recovered()).isTrue();
        assertThat(late.heard()).containsExactly("20", "21");
    }

    @Test
    void whatHasExpiredIsLeftOutWithoutAWord() {
        for (Behind behind : Behind.values()) {
            Fixture fixture = fixture(behind);
            publish(fixture, "a", "1", 1_000);
            publish(fixture, "b", "2", 0);
            publish(fixture, "c", "3", 1_000);
            fixture.clock.pass(Duration.ofSeconds(1));
            Reader late = new Reader().jumps().start(fixture.channels, "c", fixture.lane, fixture.at(0));
            assertThat(late.opening().recovered()).as("%s", behind).isTrue();
            assertThat(late.heard()).containsExactly("2");
            fixture.channels.sweep();
            Reader later = new Reader().jumps().start(fixture.channels, "c", fixture.lane, fixture.at(0));
            assertThat(later.opening().recovered()).isTrue();
            assertThat(later.heard()).containsExactly("2");
            publish(fixture, "d", "4", 0);
            fixture.run();
            assertThat(late.heard()).containsExactly("2", "4");
        }
    }

    @Test
    void whoseNextHaveAllExpiredBeforeTheyWereReadGetsWhatFollows() {
        Fixture fixture = new Fixture();
        Reader reader = fixture.join();
        publish(fixture, null, "1", 10);
        fixture.clock.pass(Duration.ofMillis(20));
        fixture.run();
        publish(fixture, null, "2", 0);
        fixture.run();
        assertThat(reader.heard()).containsExactly("2");
    }

    @Test
    void aLogOfOnlyExpiredPublicationsEndsRecoveryAllTheSame() {
        Fixture fixture = fixture(Behind.GAP);
        publish(fixture, null, "1", 1_000);
        fixture.clock.pass(Duration.ofSeconds(2));
        Reader late = new Reader().start(fixture.channels, "c", fixture.lane, fixture.at(0));
        assertThat(late.cursor().isRecovering()).isFalse();
        assertThat(late.cursor().position()).isEqualTo(fixture.at(1));
    }

    @Test
    void aDeletedLogIsAGapForWhoHadNotReadIt() {
        for (Behind behind : new Behind[] {Behind.GAP, Behind.LATEST}) {
            Fixture fixture = fixture(behind);
            Reader live = fixture.join();
            fixture.publish(3);
            fixture.run();
            assertThat(fixture.channels.channel("c").delete().count()).isEqualTo(3);
            assertThat(new Reader()
                            .start(fixture.channels, "c", fixture.lane, fixture.at(1))
                            .heard())
                    .containsExactly(fixture.at(1) + "…" + fixture.at(4));
            fixture.publish(1);
            fixture.run();
            assertThat(live.heard()).containsExactly("1", "2", "3", "4");
        }
    }

    @Test
    void withoutRecoveryAPositionIsOnlyCompared() {
        Rules rules = Rules.defaults().withLog(4, 1 << 20, Fixture.AGE).withRecovery(false);
        Fixture fixture = new Fixture(rules, new ChannelLimits(10, 1 << 24, 1L << 40));
        fixture.publish(3);
        Reader behind = new Reader().start(fixture.channels, "c", fixture.lane, fixture.at(2));
        assertThat(behind.opening().recovered()).isFalse();
        assertThat(behind.heard()).containsExactly(fixture.at(2) + "…" + fixture.at(4));
        Reader same = new Reader().start(fixture.channels, "c", fixture.lane, fixture.at(3));
        assertThat(same.opening().recovered()).isTrue();
        assertThat(same.heard()).isEmpty();
    }
}
