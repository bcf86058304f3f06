package dev.windsock.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private final Fixture fixture = new Fixture();

    private int subscribers() {
        return fixture.channels.channel("c").subscribers();
    }

    @Test
    void oneThatHasLeftGetsNothing() {
        Reader reader = fixture.join();
        fixture.publish(1);
        reader.cursor().close();
        fixture.publish(1);
        fixture.run();
        assertThat(reader.heard()).isEmpty();
        assertThat(subscribers()).isZero();
    }

    @Test
    void leavingTwiceIsLeavingOnce() {
        Reader stays = fixture.join();
        Reader leaves = fixture.join();
        leaves.cursor().close();
        leaves.cursor().close();
        assertThat(subscribers()).isEqualTo(1);
        fixture.publish(1);
        fixture.run();
        assertThat(stays.heard()).containsExactly("1");
    }

    @Test
    void oneThatHasLeftGetsNothingThoughItAsks() {
        Reader reader = fixture.join();
        fixture.publish(1);
        reader.cursor().close();
        reader.cursor().catchUp();
        assertThat(reader.heard()).isEmpty();
    }

    @Test
    void eachMayLeaveWhileItTakes() {
        for (int leaver = 0; leaver < 4; leaver++) {
            Fixture fresh = new Fixture();
            List<Reader> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                readers.add(fresh.join());
            }
            Reader leaves = readers.get(leaver);
            leaves.onTake(leaves.cursor()::close);
            fresh.publish(1);
            fresh.run();
            fresh.publish(1);
            fresh.run();
            for (Reader reader : readers) {
                assertThat(reader.heard()).hasSize(reader == leaves ? 1 : 2);
            }
            assertThat(fresh.channels.channel("c").subscribers()).isEqualTo(3);
        }
    }

    @Test
    void allMayLeaveWhileTheyTake() {
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Reader reader = fixture.join();
            reader.onTake(reader.cursor()::close);
            readers.add(reader);
        }
        fixture.publish(2);
        fixture.run();
        assertThat(readers).allSatisfy(reader -> assertThat(reader.heard()).containsExactly("1", "2"));
        assertThat(subscribers()).isZero();
    }

    @Test
    void oneMayMakeAllOthersLeaveWhileItTakes() {
        for (int taker = 0; taker < 4; taker++) {
            Fixture fresh = new Fixture();
            List<Reader> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                readers.add(fresh.join());
            }
            Reader stays = readers.get(taker);
            stays.onTake(() -> readers.stream()
                    .filter(reader -> reader != stays)
                    .forEach(reader -> reader.cursor().close()));
            fresh.publish(1);
            fresh.run();
            fresh.publish(1);
            fresh.run();
            assertThat(stays.heard()).containsExactly("1", "2");
            assertThat(readers)
                    .filteredOn(reader -> reader != stays)
                    .allSatisfy(reader -> assertThat(reader.heard()).hasSizeLessThan(2));
        }
    }

    @Test
    void oneMayLeaveInTheMiddleOfCatchingUp() {
        Fixture large = new Fixture(2_000, 1 << 24);
        large.publish(Batch.MAX_COUNT + 1);
        Reader reader = new Reader();
        reader.open(large.channels, "c", large.lane, large.at(0));
        reader.onTake(reader.cursor()::close);
        reader.cursor().start();
        assertThat(reader.takes()).containsExactly(Batch.MAX_COUNT);
    }

    @Test
    void oneMayJoinWhileAnotherTakes() {
        Reader first = fixture.join();
        List<Reader> joined = new ArrayList<>();
        first.onTake(() -> joined.add(fixture.join()));
        fixture.publish(1);
        fixture.run();
        first.onTake(() -> {});
        fixture.publish(1);
        fixture.run();
        assertThat(first.heard()).containsExactly("1", "2");
        assertThat(joined).hasSize(1);
        assertThat(joined.getFirst().heard()).containsExactly("2");
    }

    @Test
    void aVisitorSeesAllWhoSubscribe() {
        Reader here = fixture.join();
        Reader there = new Reader().start(fixture.channels, "c", fixture.other, null);
        fixture.join().cursor().close();
        List<Subscriber> seen = new ArrayList<>();
        fixture.channels.channel("c").forEachSubscriber(seen::add);
        assertThat(seen).containsExactlyInAnyOrder(here, there);
    }
}
