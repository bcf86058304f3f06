package dev.windsock.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.protocol.Start;
import org.junit.jupiter.api.Test;

/** Recovery at the reader's own pace, and of the newest only: PROTOCOL.md sections 5.1 and 5.4. The log keeps 8 to 12. */
class CreditTest {
    private final Fixture fixture = new Fixture(5, 1 << 20);

    private Reader start(long since, int newest, long credit) {
        fixture.publish(12);
        return new Reader().jumps().start(fixture.channels, fixture.lane, new Start(fixture.at(since), newest, credit));
    }

    @Test
    void aCreditIsDeliveredAndThenNothingUntilThereIsMore() {
        Reader reader = start(7, Start.ALL, 2);
        assertThat(reader.heard()).containsExactly("8", "9", "paused at 9 of 12");
        fixture.publish(1);
        fixture.run();
        assertThat(reader.heard()).hasSize(3);
        reader.cursor().more(3);
        assertThat(reader.heard()).endsWith("10", "11", "12", "paused at 12 of 13");
        reader.cursor().more(10);
        assertThat(reader.heard()).endsWith("13", "live at 13");
        fixture.publish(20);
        fixture.run();
        assertThat(reader.heard()).last().as("without credit now").isEqualTo("33");
    }

    @Test
    void aCreditThatIsJustEnoughEndsLive() {
        assertThat(start(10, Start.ALL, 2).heard()).containsExactly("11", "12", "live at 12");
    }

    @Test
    void whoHasAllIsLiveAtOnce() {
        assertThat(start(12, Start.ALL, 2).heard()).containsExactly("live at 12");
    }

    @Test
    void moreMeansNothingToWhoIsNotPaused() {
        Reader reader = start(12, Start.ALL, 2);
        reader.cursor().more(1);
        fixture.publish(3);
        fixture.run();
        assertThat(reader.heard()).containsExactly("live at 12", "13", "14", "15");
    }

    @Test
    void oneThatIsPausedForTooLongIsToldTheGapAndGoesOnWithTheOldest() {
        Reader reader = start(7, Start.ALL, 1);
        fixture.publish(10);
        reader.cursor().more(2);
        assertThat(reader.heard())
                .containsExactly(
                        "8",
                        "paused at 8 of 12",
                        fixture.at(8) + "…" + fixture.at(18),
                        "18",
                        "19",
                        "paused at 19 of 22");
    }

    @Test
    void aSlowReaderMayAlsoHaveACredit() {
        fixture.publish(12);
        Reader reader = new Reader();
        reader.room(1);
        reader.start(fixture.channels, fixture.lane, new Start(fixture.at(7), Start.ALL, 3));
        assertThat(reader.heard()).containsExactly("8");
        assertThat(reader.cursor().isRecovering()).as("it has no room").isFalse();
        reader.room(Reader.UNLIMITED);
        reader.cursor().catchUp();
        assertThat(reader.heard()).containsExactly("8", "9", "10", "paused at 10 of 12");
    }

    @Test
    void onlyTheNewestOfWhatWasMissed() {
        Reader reader = start(8, 2, Start.ALL);
        assertThat(reader.opening().recovered()).isTrue();
        assertThat(reader.opening().skippedAfter()).isEqualTo(fixture.at(8));
        assertThat(reader.opening().first()).isEqualTo(fixture.at(11));
        assertThat(reader.heard()).containsExactly("11", "12");
    }

    @Test
    void theNewestOfWhatIsLeftAfterAGap() {
        Reader reader = start(3, 2, Start.ALL);
        assertThat(reader.opening().recovered()).isFalse();
        assertThat(reader.opening().skippedAfter()).isEqualTo(fixture.at(7));
        assertThat(reader.heard()).containsExactly(fixture.at(3) + "…" + fixture.at(8), "11", "12");
    }

    @Test
    void moreOfTheNewestThanWereMissedIsAllThatWasMissed() {
        Reader reader = start(10, 5, Start.ALL);
        assertThat(reader.opening().skippedAfter()).isNull();
        assertThat(reader.heard()).containsExactly("11", "12");
    }

    @Test
    void withoutAPositionTheNewestOfTheLog() {
        fixture.publish(12);
        Reader reader = new Reader().start(fixture.channels, fixture.lane, new Start(null, 3, Start.ALL));
        assertThat(reader.opening().recovered()).isNull();
        assertThat(reader.heard()).containsExactly("10", "11", "12");
        Reader none = new Reader().start(fixture.channels, fixture.lane, new Start(null, 0, Start.ALL));
        Reader all = new Reader().start(fixture.channels, fixture.lane, new Start(null, 1000, Start.ALL));
        fixture.publish(1);
        fixture.run();
        assertThat(none.heard()).containsExactly("13");
        assertThat(all.heard()).containsExactly("8", "9", "10", "11", "12", "13");
    }
}
