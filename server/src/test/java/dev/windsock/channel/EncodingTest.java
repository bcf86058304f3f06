package dev.windsock.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EncodingTest {
    private final Fixture fixture = new Fixture();
    private final PlainEncoding one = new PlainEncoding(0, "one");
    private final PlainEncoding two = new PlainEncoding(1, "two");

    private Reader join(Encoding encoding, HandLane lane) {
        return new Reader(encoding).start(fixture.channels, "c", lane, null);
    }

    @Test
    void eachPublicationIsEncodedOncePerFormHoweverManyTakeIt() {
        for (int i = 0; i < 3; i++) {
            join(one, fixture.lane);
            join(one, fixture.other);
            join(two, fixture.lane);
        }
        fixture.publish(2);
        fixture.run();
        fixture.publish(1);
        fixture.run();
        Map<Long, Integer> onceEach = Map.of(1L, 1, 2L, 1, 3L, 1);
        assertThat(one.calls()).isEqualTo(onceEach);
        assertThat(two.calls()).isEqualTo(onceEach);
    }

    @Test
    void oneThatCatchesUpTakesWhatIsEncodedAlready() {
        join(one, fixture.lane);
        fixture.publish(3);
        fixture.run();
        Reader late = new Reader(one).start(fixture.channels, "c", fixture.other, fixture.at(0));
        assertThat(late.heard()).hasSize(3);
        assertThat(one.calls()).isEqualTo(Map.of(1L, 1, 2L, 1, 3L, 1));
    }

    @Test
    void aFormThatNobodyWantsIsNotMade() {
        join(one, fixture.lane);
        fixture.publish(1);
        fixture.run();
        assertThat(two.calls()).isEmpty();
    }
}
