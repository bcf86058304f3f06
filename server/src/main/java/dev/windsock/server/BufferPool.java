package dev.windsock.server;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Buffers for Undertow, the one used last first. Undertow's own pool keeps buffers per thread, which for virtual threads
 * means a new direct buffer for each request. Thread-safe.
 */
final class BufferPool implements ByteBufferPool {
    private final boolean direct;
    private final int bufferSize;
    private final int maxIdle;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<ByteBuffer> idle = new ArrayDeque<>();
    private final ByteBufferPool arrayBacked;

    /**
     * A pool of direct buffers.
     *
     * @param bufferSize bytes of each buffer
     * @param maxIdle how many buffers to keep that nobody uses
     */
    BufferPool(int bufferSize, int maxIdle) {
        this(bufferSize, maxIdle, true);
    }

    private BufferPool(int bufferSize, int maxIdle, boolean direct) {
        this.direct = direct;
        this.bufferSize = bufferSize;
        this.maxIdle = maxIdle;
        this.arrayBacked = direct ? new BufferPool(bufferSize, maxIdle, false) : this;
    }

    @Override
    public PooledByteBuffer allocate() {
        ByteBuffer buffer = takeIdle();
        if (buffer == null) {
            buffer = direct ? ByteBuffer.allocateDirect(bufferSize) : ByteBuffer.allocate(bufferSize);
        }
        return new Loan(buffer);
    }

    private @Nullable ByteBuffer takeIdle() {
        lock.lock();
        try {
            return idle.pollFirst();
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(ByteBuffer buffer) {
        buffer.clear();
        lock.lock();
        try {
            if (idle.size() < maxIdle) {
                idle.addFirst(buffer);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public ByteBufferPool getArrayBackedPool() {
        return arrayBacked;
    }

    @Override
    public int getBufferSize() {
        return bufferSize;
    }

    @Override
    public boolean isDirect() {
        return direct;
    }

    /** Nothing to do: what is idle goes with the pool. */
    @Override
    public void close() {}

    /** One buffer in use; gone back at the first close. */
    private final class Loan extends AtomicReference<@Nullable ByteBuffer> implements PooledByteBuffer {
        private static final long serialVersionUID = 1L;

        Loan(ByteBuffer buffer) {
            super(buffer);
        }

        @Override
        public ByteBuffer getBuffer() {
            ByteBuffer buffer = get();
            if (buffer == null) {
                throw new IllegalStateException("The buffer has been given back");
            }
            return buffer;
        }

        @Override
        public void close() {
            ByteBuffer buffer = getAndSet(null);
            if (buffer != null) {
                giveBack(buffer);
            }
        }

        @Override
        public boolean isOpen() {
            return get() != null;
        }
    }
}
