package dev.windsock.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void theSlowestOfThreeDecides() {
        Progress progress = new Progress(3);

        progress.moved(0, 5);
        progress.moved(0, 2);
        assertThat(progress.slowest()).isZero();
        progress.moved(0, 9);
        assertThat(progress.slowest()).isEqualTo(2);
        progress.moved(2, 6);
        assertThat(progress.slowest()).isEqualTo(5);
    }

    @Test
    void goesRoundItsRing() {
        Progress progress = new Progress(1);
        int last = 1_000_000;

        for (int i = 0; i < last; i += 1_000) {
            progress.moved(i, i + 1_000);
        }

        assertThat(progress.slowest()).isEqualTo(last);
    }

    @Test
    void refusesADistanceThatItsRingDoesNotHold() {
        Progress progress = new Progress(2);

        assertThatThrownBy(() -> progress.moved(0, 1 << 17)).isInstanceOf(LoadException.class);
    }
}
