package dev.windsock.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.engine.Entry.Kind;
import dev.windsock.protocol.HistoryPage;
import dev.windsock.protocol.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md section 5.5. The log keeps 5 to 12. */
class HistoryTest {
    private final Fixture fixture = new Fixture();

    private HistoryPage history(@Nullable Position since, @Nullable Position before, int limit, boolean reverse) {
        return fixture.channels.channel("c").history(new HistoryRange(since, before, limit, reverse));
    }

    private static List<Long> offsets(HistoryPage page) {
        return page.items().stream().map(item -> item.position().offset()).toList();
    }

    @Test
    void allThatIsKept() {
        fixture.publish(12);
        HistoryPage page = history(null, null, 100, false);
        assertThat(offsets(page)).containsExactly(5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
        assertThat(page.more()).isFalse();
        assertThat(page.complete()).isTrue();
        assertThat(page.head()).isEqualTo(fixture.at(12));
    }

    @Test
    void aPageFromEitherEnd() {
        fixture.publish(12);
        HistoryPage first = history(null, null, 3, false);
        assertThat(offsets(first)).containsExactly(5L, 6L, 7L);
        assertThat(first.more()).isTrue();
        assertThat(offsets(history(fixture.at(7), null, 3, false))).containsExactly(8L, 9L, 10L);
        HistoryPage last = history(null, null, 3, true);
        assertThat(offsets(last)).containsExactly(12L, 11L, 10L);
        HistoryPage rest = history(null, fixture.at(10), 5, true);
        assertThat(offsets(rest)).containsExactly(9L, 8L, 7L, 6L, 5L);
        assertThat(rest.more()).isFalse();
    }

    @Test
    void betweenTwoPositions() {
        fixture.publish(12);
        assertThat(offsets(history(fixture.at(6), fixture.at(9), 100, false))).containsExactly(7L, 8L);
        assertThat(offsets(history(fixture.at(6), fixture.at(9), 100, true))).containsExactly(8L, 7L);
        assertThat(history(fixture.at(6), fixture.at(9), 2, false).more()).isFalse();
        assertThat(offsets(history(fixture.at(12), null, 100, false))).isEmpty();
    }

    @Test
    void whereSomeAreMissingItIsNotComplete() {
        fixture.publish(12);
        assertThat(history(fixture.at(4), null, 100, false).complete()).isTrue();
        assertThat(history(fixture.at(3), null, 100, false).complete()).isFalse();
        HistoryPage other = history(new Position("elsewhere", 7), null, 100, false);
        assertThat(other.complete()).isFalse();
        assertThat(other.items()).hasSize(8);
    }

    @Test
    void beforeAPositionOfAnotherLogThereIsNothing() {
        fixture.publish(12);
        HistoryPage page = history(null, new Position("elsewhere", 9), 100, true);
        assertThat(page.items()).isEmpty();
        assertThat(page.complete()).isFalse();
    }

    @Test
    void thoseWhoComeAndGoAreNotListed() {
        fixture.publish(1);
        fixture.channels
                .publish("c", new Message(Kind.JOIN, new byte[] {'{', '}'}, null, 0, 0, null, null))
                .join();
        fixture.publish(1);
        assertThat(offsets(history(null, null, 2, false))).containsExactly(1L, 3L);
        assertThat(history(null, null, 2, false).more()).isFalse();
    }

    @Test
    void aPageIsBoundedInBytes() {
        Fixture large = new Fixture(100, 1 << 24);
        for (int i = 0; i < 8; i++) {
            large.publish("\"" + "x".repeat(200_000) + "\"");
        }
        HistoryPage page = large.channels.channel("c").history(new HistoryRange(null, null, 100, false));
        assertThat(page.items()).hasSize(2);
        assertThat(page.more()).isTrue();
    }
}
