package dev.windsock.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.protocol.Position;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BatchTest {
    private final PlainEncoding plain = new PlainEncoding(0, "p");
    private final PlainEncoding last = new PlainEncoding(Encoding.SLOTS - 1, "longer");
    private final Batch batch = new Batch();

    private static Publication publication(long offset, int size) {
        return new Publication(
                "c", new Position("e", offset), Message.of("x".repeat(size).getBytes(StandardCharsets.UTF_8)), 0, 0);
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    @Test
    void formsLieEndToEndFromAnyIndex() {
        for (int i = 1; i <= 3; i++) {
            batch.add(publication(i, i));
        }
        for (PlainEncoding form : new PlainEncoding[] {plain, last}) {
            String one = form.form(1, "x");
            String two = form.form(2, "xx");
            String three = form.form(3, "xxx");
            assertThat(text(batch.bytes(form, 0, 3))).isEqualTo(one + two + three);
            assertThat(text(batch.bytes(form, 1, 3))).isEqualTo(two + three);
            assertThat(text(batch.bytes(form, 2, 3))).isEqualTo(three);
            assertThat(batch.end(form, 0)).isEqualTo(one.length());
            assertThat(batch.end(form, 2)).isEqualTo((one + two + three).length());
        }
    }

    @Test
    void whatOneReaderDidWithTheBufferDoesNotConcernTheNext() {
        batch.add(publication(1, 1));
        batch.add(publication(2, 1));
        ByteBuffer bytes = batch.bytes(plain, 0, batch.count());
        bytes.position(3).limit(4);
        assertThat(text(batch.bytes(plain, 0, batch.count()))).isEqualTo(plain.form(1, "x") + plain.form(2, "x"));
        batch.bytes(plain, 1, batch.count()).limit(9);
        assertThat(text(batch.bytes(plain, 0, batch.count()))).isEqualTo(plain.form(1, "x") + plain.form(2, "x"));
    }

    @Test
    void aClearedBatchHasNothingOfBefore() {
        batch.add(publication(1, 5));
        batch.bytes(plain, 0, batch.count());
        batch.clear(1);
        assertThat(batch.count()).isZero();
        batch.add(publication(7, 2));
        assertThat(text(batch.bytes(plain, 0, batch.count()))).isEqualTo(plain.form(7, "xx"));
    }

    @Test
    void countAndBytesAreBoundedButTheFirstAlwaysFits() {
        for (int i = 1; i <= Batch.MAX_COUNT; i++) {
            assertThat(batch.add(publication(i, 1))).isTrue();
        }
        assertThat(batch.add(publication(Batch.MAX_COUNT + 1, 1))).isFalse();
        batch.clear(1);
        assertThat(batch.add(publication(1, 2 * Batch.MAX_BYTES))).isTrue();
        assertThat(batch.add(publication(2, 1))).isFalse();
        assertThat(text(batch.bytes(plain, 0, batch.count()))).hasSizeGreaterThan(2 * Batch.MAX_BYTES);
        batch.clear(1);
        assertThat(batch.add(publication(1, Batch.MAX_BYTES - 1))).isTrue();
        assertThat(batch.add(publication(2, 1))).isTrue();
        assertThat(batch.add(publication(3, 1))).isFalse();
        assertThat(batch.count()).isEqualTo(2);
    }
}
