package dev.windsock.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Subscribers come, go, fill up, drain and fall behind in any order, while publications come and lanes run; each of them
 * insists on its order by itself. At the end, all that are there have all.
 */
class MembershipModelTest {
    private static final int STEPS = 4_000;

    private final Fixture fixture = new Fixture();
    private final List<Reader> readers = new ArrayList<>();
    private Random random = new Random(0);

    static IntStream seeds() {
        return IntStream.range(0, 12);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void allWhoAreThereGetAllInOrder(int seed) {
        random = new Random(seed);
        fixture.channels.channel("c");
        for (int i = 0; i < STEPS; i++) {
            step();
            assertThat(fixture.channels.channel("c").subscribers()).isEqualTo(readers.size());
        }
        settle();
    }

    private void step() {
        switch (random.nextInt(10)) {
            case 0, 1 -> fixture.publish(1 + random.nextInt(random.nextInt(8) == 0 ? 12 : 3));
            case 2, 3 -> (random.nextBoolean() ? fixture.lane : fixture.other).runOne();
            case 4, 5 -> join();
            case 6 -> leave(any());
            case 7 -> fill(any());
            case 8 -> drain(any());
            default -> leaveWhileTaking(any());
        }
    }

    private Reader any() {
        if (readers.isEmpty()) {
            join();
        }
        return readers.get(random.nextInt(readers.size()));
    }

    private void join() {
        Reader reader = new Reader();
        long head = fixture.channels.channel("c").head();
        boolean recovers = random.nextBoolean();
        HandLane lane = random.nextBoolean() ? fixture.lane : fixture.other;
        reader.start(fixture.channels, "c", lane, recovers ? fixture.at(Math.max(0, head - random.nextInt(12))) : null);
        readers.add(reader);
    }

    private void leave(Reader reader) {
        readers.remove(reader);
        reader.cursor().close();
    }

    private void fill(Reader reader) {
        reader.room(random.nextInt(4));
    }

    private void drain(Reader reader) {
        reader.room(random.nextBoolean() ? Reader.UNLIMITED : random.nextInt(5));
        reader.cursor().catchUp();
    }

    /** It takes itself or another of its lane along. */
    private void leaveWhileTaking(Reader reader) {
        Reader victim = any();
        reader.onTake(() -> {
            reader.onTake(() -> {});
            if (readers.contains(victim)) {
                leave(victim);
            }
        });
    }

    private void settle() {
        fixture.run();
        List<Reader> all = List.copyOf(readers);
        for (Reader reader : all) {
            reader.onTake(() -> {});
            reader.room(Reader.UNLIMITED);
            if (reader.isFull()) {
                reader.cursor().catchUp();
            }
        }
        fixture.publish(1);
        fixture.run();
        long head = fixture.channels.channel("c").head();
        assertThat(readers).filteredOn(reader -> reader.had() != head).isEmpty();
        all.forEach(reader -> reader.cursor().close());
        assertThat(fixture.channels.channel("c").subscribers()).isZero();
    }
}
