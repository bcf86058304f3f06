package dev.windsock.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FollowerTest {
    @Test
    void takesTheStreamsOfItsRoomEachInOrder() {
        Follower follower = new Follower(3, 100, 2, true);

        follower.delivery(3, 1);
        follower.delivery(103, 1);
        follower.delivery(3, 2);

        assertThat(follower.all()).isEqualTo(3);
    }

    @Test
    void refusesAStreamOfAnotherRoom() {
        Follower follower = new Follower(3, 100, 2, true);

        for (int stream : new int[] {2, 4, 104, 203}) {
            assertThatThrownBy(() -> follower.delivery(stream, 1)).hasMessageContaining("stream " + stream);
        }
    }

    @Test
    void refusesARepeatAndADamagedOneEvenWhereOrderDoesNotCount() {
        Follower follower = new Follower(0, 1, 1, true);
        follower.delivery(0, 1);

        assertThatThrownBy(() -> follower.delivery(0, 1)).hasMessageContaining("where 2 was due");
        assertThatThrownBy(() -> new Follower(0, 1, 1, false).delivery(0, -1)).hasMessageContaining("damaged");
    }
}
