package dev.windsock.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.protocol.Position;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What follows a stated position: PROTOCOL.md sections 5.1 and 5.3. The log keeps offsets 5 to 12. */
class RecoveryTest {
    private final Fixture fixture = new Fixture();

    @BeforeEach
    void publish() {
        fixture.publish(12);
    }

    private Reader since(Position since) {
        Reader reader = new Reader().start(fixture.channels, "c", fixture.lane, since);
        assertThat(reader.opening().head()).isEqualTo(fixture.at(12));
        return reader;
    }

    private void assertLive(Reader reader) {
        fixture.publish(1);
        fixture.run();
        assertThat(reader.heard()).last().isEqualTo("13");
    }

    @Test
    void withoutAPositionNothingIsRecovered() {
        Reader reader = fixture.join();
        assertThat(reader.opening().recovered()).isNull();
        assertThat(reader.heard()).isEmpty();
        assertLive(reader);
    }

    @Test
    void aPositionInTheLogIsRecovered() {
        Reader reader = since(fixture.at(9));
        assertThat(reader.opening().recovered()).isTrue();
        assertThat(reader.heard()).containsExactly("10", "11", "12");
        assertLive(reader);
    }

    @Test
    void thePositionOfTheNewestIsRecovered() {
        Reader reader = since(fixture.at(12));
        assertThat(reader.opening().recovered()).isTrue();
        assertThat(reader.heard()).isEmpty();
        assertLive(reader);
    }

    @Test
    void thePositionBeforeTheOldestIsRecovered() {
        Reader reader = since(fixture.at(4));
        assertThat(reader.opening().recovered()).isTrue();
        assertThat(reader.heard()).containsExactly("5", "6", "7", "8", "9", "10", "11", "12");
    }

    @Test
    void aPositionThatIsTooOldHasAGap() {
        Reader reader = since(fixture.at(3));
        assertThat(reader.opening().recovered()).isFalse();
        assertThat(reader.heard())
                .containsExactly(fixture.at(3) + "…" + fixture.at(5), "5", "6", "7", "8", "9", "10", "11", "12");
        assertLive(reader);
    }

    @Test
    void aPositionOfAnotherEpochHasAGapToTheOldest() {
        Position elsewhere = new Position("elsewhere", 3);
        Reader reader = new Reader();
        reader.open(fixture.channels, "c", fixture.lane, elsewhere);
        assertThat(reader.opening().recovered()).isFalse();
        assertThat(reader.heard()).as("before the reply is written").isEmpty();
        reader.cursor().start();
        assertThat(reader.heard())
                .containsExactly(elsewhere + "…" + fixture.at(5), "5", "6", "7", "8", "9", "10", "11", "12");
        assertLive(reader);
    }

    @Test
    void aPositionOfAnotherEpochInAnEmptyChannelHasAGapToItsFirst() {
        Reader reader = new Reader();
        reader.start(fixture.channels, "d", fixture.lane, new Position("elsewhere", 7));
        Position first = new Position(fixture.channels.channel("d").epoch(), 1);
        assertThat(reader.heard()).containsExactly("elsewhere:7…" + first);
    }

    @Test
    void aPositionBeyondTheEndHasAGapToWhatComesNext() {
        Reader reader = new Reader();
        reader.open(fixture.channels, "c", fixture.lane, fixture.at(40));
        assertThat(reader.opening().recovered()).isFalse();
        assertThat(reader.cursor().position()).isEqualTo(fixture.at(12));
    }

    @Test
    void theFurthestPositionIsBeyondTheEnd() {
        Reader reader = new Reader();
        reader.open(fixture.channels, "c", fixture.lane, fixture.at(Long.MAX_VALUE));
        assertThat(reader.opening().recovered()).isFalse();
        assertThat(reader.cursor().position()).isEqualTo(fixture.at(12));
    }

    @Test
    void whatIsLostBetweenOpeningAndStartingHasAGap() {
        Reader reader = new Reader();
        reader.open(fixture.channels, "c", fixture.lane, fixture.at(9));
        assertThat(reader.opening().recovered()).isTrue();
        fixture.publish(20);
        reader.cursor().start();
        assertThat(reader.heard())
                .startsWith(fixture.at(9) + "…" + fixture.at(25), "25")
                .endsWith("32");
    }
}
