package dev.windsock.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertow.connector.PooledByteBuffer;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BufferPoolTest {
    private final BufferPool pool = new BufferPool(64, 1);

    @Test
    void aBufferThatWasGivenBackIsLentAgainClean() {
        PooledByteBuffer first = pool.allocate();
        ByteBuffer buffer = first.getBuffer();
        buffer.putInt(7).flip();
        first.close();

        ByteBuffer second = pool.allocate().getBuffer();

        assertThat(second).isSameAs(buffer);
        assertThat(second.position()).isZero();
        assertThat(second.limit()).isEqualTo(64);
    }

    @Test
    void aBufferGivenBackTwiceIsLentOnce() {
        PooledByteBuffer loan = pool.allocate();
        loan.close();
        loan.close();

        assertThat(pool.allocate().getBuffer()).isNotSameAs(pool.allocate().getBuffer());
    }

    @Test
    void aBufferThatWasGivenBackCannotBeUsed() {
        PooledByteBuffer loan = pool.allocate();
        assertThat(loan.isOpen()).isTrue();
        loan.close();

        assertThat(loan.isOpen()).isFalse();
        assertThatThrownBy(loan::getBuffer).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void noMoreBuffersAreKeptThanTheLimit() {
        PooledByteBuffer first = pool.allocate();
        PooledByteBuffer second = pool.allocate();
        ByteBuffer surplus = second.getBuffer();
        first.close();
        second.close();

        pool.allocate();
        assertThat(pool.allocate().getBuffer()).isNotSameAs(surplus);
    }

    @Test
    void thePoolForArraysLendsArrays() {
        assertThat(pool.isDirect()).isTrue();
        assertThat(pool.allocate().getBuffer().isDirect()).isTrue();
        assertThat(pool.getArrayBackedPool().isDirect()).isFalse();
        assertThat(pool.getArrayBackedPool().allocate().getBuffer().hasArray()).isTrue();
    }
}
