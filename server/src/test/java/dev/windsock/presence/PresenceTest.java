package dev.windsock.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windsock.channel.ChannelLimits;
import dev.windsock.engine.MemoryEngine;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Member;
import dev.windsock.protocol.PresencePage;
import dev.windsock.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PresenceTest {
    private static final Duration MOST_OF_A_LEASE = Hall.LEASE.minusSeconds(1);

    private final Hall hall = new Hall();

    @Test
    void whoFollowsIsIn() {
        hall.follow("a", "c");
        hall.follow("b", "c");
        assertThat(hall.in("c")).containsExactly("a", "b");
        assertThat(hall.presence.count("c")).isEqualTo(2);
        assertThat(hall.told("c")).containsExactly("JOIN a", "JOIN b");
    }

    @Test
    void whatItStatedIsTold() {
        byte[] data = "{\"x\":[1]}".getBytes(StandardCharsets.UTF_8);
        hall.follow(new Member("a", "An\"n", data), "c").unsubscribe();
        assertThat(hall.entries("c"))
                .containsExactly(
                        "JOIN {'member':'a','user':'An\\'n','data':{'x':[1]}}", "LEAVE {'member':'a','user':'An\\'n'}");
    }

    @Test
    void whoUnsubscribesLeavesAtOnce() {
        hall.follow("a", "c").unsubscribe();
        assertThat(hall.in("c")).isEmpty();
        assertThat(hall.told("c")).containsExactly("JOIN a", "LEAVE a");
    }

    @Test
    void whoIsCutLeavesWhenTheLeaseEndsAndOnce() {
        hall.follow("a", "c").cut();
        hall.pass(MOST_OF_A_LEASE);
        assertThat(hall.told("c")).containsExactly("JOIN a");
        hall.pass(Hall.LEASE);
        assertThat(hall.in("c")).isEmpty();
        assertThat(hall.told("c")).containsExactly("JOIN a", "LEAVE a");
    }

    @Test
    void whoIsNotHeardLeavesThoughTheConnectionStands() {
        Hall.Following deaf = hall.follow("a", "c");
        hall.follow("a", "d");
        hall.pass(Hall.LEASE);
        assertThat(hall.told("c")).containsExactly("JOIN a", "LEAVE a");
        assertThat(hall.told("d")).containsExactly("JOIN a", "LEAVE a");
        deaf.cut();
        hall.pass(Hall.LEASE);
        assertThat(hall.told("c")).containsExactly("JOIN a", "LEAVE a");
    }

    @Test
    void whoIsHeardStays() {
        hall.follow("a", "c");
        for (int i = 0; i < 5; i++) {
            hall.pass(MOST_OF_A_LEASE);
            hall.presence.heard("a");
        }
        assertThat(hall.told("c")).containsExactly("JOIN a");
    }

    @Test
    void whoIsHeardAfterAllIsInAgain() {
        hall.follow("a", "c");
        hall.pass(Hall.LEASE);
        hall.presence.heard("a");
        hall.presence.heard("a");
        assertThat(hall.in("c")).containsExactly("a");
        assertThat(hall.told("c")).containsExactly("JOIN a", "LEAVE a", "JOIN a");
    }

    @Test
    void whoComesBackWithinTheLeaseHasNotLeft() {
        Hall.Following first = hall.follow("a", "c");
        first.cut();
        hall.pass(MOST_OF_A_LEASE);
        hall.follow("a", "c");
        hall.pass(MOST_OF_A_LEASE);
        assertThat(hall.told("c")).containsExactly("JOIN a");
    }

    @Test
    void twoConnectionsAtOnceAreOne() {
        Hall.Following first = hall.follow("a", "c");
        Hall.Following second = hall.follow("a", "c");
        first.unsubscribe();
        assertThat(hall.in("c")).containsExactly("a");
        second.unsubscribe();
        assertThat(hall.told("c")).containsExactly("JOIN a", "LEAVE a");
    }

    /** Polls that follow each other; one channel is not among those of the later ones. */
    @Test
    void whatPollsDoNotFollowAnyMoreEndsWithALeaseThoughTheClientIsHeard() {
        hall.follow("a", "c").cut();
        hall.follow("a", "d").cut();
        for (int i = 0; i < 8; i++) {
            hall.pass(Duration.ofSeconds(25));
            hall.follow("a", "d").cut();
        }
        assertThat(hall.told("c")).containsExactly("JOIN a", "LEAVE a");
        assertThat(hall.told("d")).containsExactly("JOIN a");
    }

    @Test
    void aPollThatUnsubscribesFromWhatAnotherFollowedLeavesAtOnce() {
        hall.follow("a", "c").cut();
        assertThat(hall.presence.unsubscribed("c", "a", false)).isTrue();
        assertThat(hall.told("c")).containsExactly("JOIN a", "LEAVE a");
        assertThat(hall.presence.unsubscribed("c", "a", false)).isFalse();
    }

    @Test
    void aPollThatUnsubscribesFromWhatAnotherStillFollowsLeavesWhenThatHasGone() {
        Hall.Following held = hall.follow("a", "c");
        assertThat(hall.presence.unsubscribed("c", "a", false)).isTrue();
        assertThat(hall.in("c")).containsExactly("a");
        held.cut();
        assertThat(hall.told("c")).containsExactly("JOIN a", "LEAVE a");
    }

    @Test
    void whoDisconnectsLeavesAllAtOnceAndStaysAway() {
        Hall.Following old = hall.follow("a", "c");
        hall.follow("a", "d").cut();
        hall.presence.disconnected("a");
        hall.presence.heard("a");
        hall.pass(Hall.LEASE);
        hall.presence.heard("a");
        old.cut();
        assertThat(hall.told("c")).containsExactly("JOIN a", "LEAVE a");
        assertThat(hall.told("d")).containsExactly("JOIN a", "LEAVE a");
    }

    /** As a poll does that was sent before, on a connection of its own. */
    @Test
    void whatComesAfterTheFarewellDoesNotBringTheClientBack() {
        hall.follow("a", "c").cut();
        hall.presence.disconnected("a");
        hall.follow("a", "c").cut();
        hall.follow("a", "d").unsubscribe();
        hall.pass(Hall.LEASE);
        assertThat(hall.told("c")).containsExactly("JOIN a", "LEAVE a");
        assertThat(hall.told("d")).isEmpty();
    }

    @Test
    void whoComesBackUnderASpentIdIsInAfterALease() {
        hall.follow("a", "c").cut();
        hall.presence.disconnected("a");
        hall.follow("a", "c");
        hall.pass(MOST_OF_A_LEASE);
        hall.presence.heard("a");
        assertThat(hall.in("c")).isEmpty();
        hall.pass(Duration.ofSeconds(1));
        hall.presence.heard("a");
        assertThat(hall.in("c")).containsExactly("a");
    }

    @Test
    void withoutJoinsOnlyTheSetChanges() {
        Hall.Following one = hall.follow("a", "quiet:c");
        hall.follow("b", "quiet:c");
        one.unsubscribe();
        assertThat(hall.in("quiet:c")).containsExactly("b");
        assertThat(hall.told("quiet:c")).isEmpty();
    }

    @Test
    void withoutPresenceNobodyIsKnown() {
        hall.follow("a", "plain:c");
        assertThat(hall.presence.count("plain:c")).isZero();
        assertThatThrownBy(() -> hall.presence.of("plain:c"))
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_PRESENCE));
    }

    @Test
    void thePositionIsThatOfTheLatestThatIsKnown() {
        hall.follow("a", "c");
        hall.follow("b", "c");
        assertThat(hall.presence.of("c").join().position().offset()).isEqualTo(2);
        assertThat(hall.presence.of("new").join().position().offset()).isZero();
    }

    @Test
    void aChannelWithMembersDoesNotRetire() {
        hall.follow("a", "quiet:c").cut();
        hall.pass(Hall.QUIET_AGE.multipliedBy(2));
        hall.channels.sweep();
        assertThat(hall.channels.find("quiet:c")).isNotNull();
        hall.pass(Hall.LEASE);
        hall.pass(Hall.QUIET_AGE);
        hall.channels.sweep();
        assertThat(hall.channels.find("quiet:c")).isNull();
    }

    @Test
    void manyAreCountedButNotAllListed() {
        for (int i = 0; i < PresencePage.MAX_MEMBERS + 5; i++) {
            hall.follow("m" + i, "c");
        }
        PresencePage page = hall.presence.of("c").join();
        assertThat(page.count()).isEqualTo(PresencePage.MAX_MEMBERS + 5);
        assertThat(page.members()).hasSize(PresencePage.MAX_MEMBERS);
    }

    @Test
    void whoFindsNoRoomIsRefusedAndLeavesNoTrace() {
        Hall small = new Hall(new ChannelLimits(100, 4_000, 1L << 40), new MemoryEngine());
        int in = 0;
        while (in < 20) {
            String id = "m" + in;
            try {
                small.follow(id, "quiet:c");
                in++;
            } catch (ProtocolException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.FULL);
                break;
            }
        }
        assertThat(in).isBetween(1, 19);
        assertThat(small.in("quiet:c")).hasSize(in);
    }

    @Test
    void allThatWasTakenIsGivenBack() {
        hall.channels.channel("quiet:c");
        long before = hall.channels.bytes();
        hall.follow(new Member("a", "Ann", new byte[] {'1'}), "quiet:c").unsubscribe();
        hall.follow("b", "quiet:c").cut();
        assertThat(hall.channels.bytes()).isGreaterThan(before);
        hall.pass(Hall.LEASE);
        assertThat(hall.channels.bytes()).isEqualTo(before);
    }

    /** The leave needs room in the log: until there is some, the member is in. */
    @Test
    void aLeaveThatFindsNoRoomIsToldLater() {
        Hall.Following a = hall.follow("a", "c");
        long free = free();
        assertThat(hall.channels.reserve(free)).isTrue();
        a.unsubscribe();
        assertThat(hall.in("c")).containsExactly("a");
        hall.channels.giveBack(free);
        hall.pass(Duration.ofSeconds(1));
        assertThat(hall.told("c")).containsExactly("JOIN a", "LEAVE a");
        assertThat(hall.in("c")).isEmpty();
    }

    private long free() {
        return (1 << 22) - hall.channels.bytes();
    }
}
