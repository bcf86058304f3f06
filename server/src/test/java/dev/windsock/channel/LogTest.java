package dev.windsock.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.protocol.Position;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogTest {
    /** Of a publication of 100 bytes. */
    private static final long WEIGHT = publication(1, 100, 0).weight();

    private static Log log(int count, long bytes) {
        return new RingLog(Rules.defaults().withLog(count, bytes, Duration.ofSeconds(10)));
    }

    private static Publication publication(long offset, int size, long timeMillis) {
        return new Publication("c", new Position("e", offset), Message.of(new byte[size]), timeMillis, 0);
    }

    /** The offset of what is read at an offset; 0 where nothing is there. */
    private static long at(Log log, long offset) {
        Publication publication = log.next(offset, 0);
        return publication == null ? 0 : publication.offset();
    }

    /** Trims, and tells how many bytes went. */
    private static long trim(Log log, long nowMillis) {
        long before = log.bytes();
        log.trim(nowMillis);
        return before - log.bytes();
    }

    private static void append(Log log, int count, long timeMillis) {
        for (int i = 0; i < count; i++) {
            log.append(publication(log.head() + 1, 100, timeMillis));
        }
    }

    private static void assertKeeps(Log log, long tail, long head) {
        assertThat(log.oldest()).isEqualTo(tail);
        assertThat(log.head()).isEqualTo(head);
        assertThat(log.size()).isEqualTo((int) (head - tail + 1));
        assertThat(log.bytes()).isEqualTo(WEIGHT * log.size());
        for (long offset = tail; offset <= head; offset++) {
            assertThat(at(log, offset)).isEqualTo(offset);
        }
    }

    @Test
    void anEmptyLogEndsBeforeItsFirst() {
        assertKeeps(log(10, 1 << 20), 1, 0);
    }

    @Test
    void theRingGrowsAndKeepsAll() {
        Log log = log(1_000, 1 << 20);
        for (int n = 1; n <= 100; n++) {
            append(log, 1, 0);
            assertKeeps(log, 1, n);
        }
    }

    @Test
    void theRingGrowsWhileItsOldestIsInTheMiddle() {
        Log log = log(6, 1 << 20);
        append(log, 4, 0);
        append(log, 5, 0);
        log.trim(0);
        assertKeeps(log, 4, 9);
        append(log, 3, 0);
        assertKeeps(log, 4, 12);
    }

    @Test
    void moreThanTheCountGoes() {
        Log log = log(5, 1 << 20);
        append(log, 5, 0);
        assertThat(trim(log, 0)).isZero();
        append(log, 3, 0);
        assertThat(trim(log, 0)).isEqualTo(3 * WEIGHT);
        assertKeeps(log, 4, 8);
    }

    @Test
    void moreThanTheBytesGoes() {
        Log log = log(100, 3 * WEIGHT);
        append(log, 3, 0);
        assertThat(trim(log, 0)).isZero();
        append(log, 2, 0);
        assertThat(trim(log, 0)).isEqualTo(2 * WEIGHT);
        assertKeeps(log, 3, 5);
    }

    @Test
    void theNewestStaysHoweverLargeItIs() {
        Log log = log(100, WEIGHT);
        append(log, 1, 0);
        log.append(publication(2, 100_000, 0));
        assertThat(trim(log, 0)).isEqualTo(WEIGHT);
        assertThat(log.oldest()).isEqualTo(2);
        assertThat(log.head()).isEqualTo(2);
    }

    @Test
    void olderThanTheAgeGoesAndTheNewestWithIt() {
        Log log = log(100, 1 << 20);
        append(log, 2, 1_000);
        append(log, 1, 2_000);
        assertThat(trim(log, 11_000)).isZero();
        assertThat(trim(log, 11_001)).isEqualTo(2 * WEIGHT);
        assertKeeps(log, 3, 3);
        assertThat(trim(log, 12_001)).isEqualTo(WEIGHT);
        assertKeeps(log, 4, 3);
        append(log, 1, 12_001);
        assertKeeps(log, 4, 4);
    }

    @Test
    void aLongLifeKeepsTheLimit() {
        Log log = log(7, 1 << 20);
        for (int n = 1; n <= 10_000; n++) {
            append(log, 1, n);
            log.trim(n);
            assertThat(log.size()).isEqualTo(Math.min(n, 7));
        }
        assertKeeps(log, 9_994, 10_000);
    }

    @Test
    void whatIsGoneCannotBeRead() {
        Log log = log(2, 1 << 20);
        append(log, 3, 0);
        log.trim(0);
        assertThat(at(log, 1)).as("what comes after").isEqualTo(2);
        assertThat(log.lost()).isEqualTo(1);
    }
}
