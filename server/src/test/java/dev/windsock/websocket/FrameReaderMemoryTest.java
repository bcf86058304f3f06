package dev.windsock.websocket;

import static dev.windsock.websocket.ClientFrames.FIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What a peer only claims costs nothing. */
class FrameReaderMemoryTest {
    private static final int MAX = 64 << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static long allocatedBy(ThrowingRunnable task) throws WebSocketException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        task.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private interface ThrowingRunnable {
        void run() throws WebSocketException;
    }

    @Test
    void theClaimOfALargeMessageSetsNothingAside() throws WebSocketException {
        byte[] claim = new ClientFrames()
                .head(FIN | Opcode.BINARY, MAX)
                .bytes(1, 2, 3, 4, 5, 6, 7, 8)
                .toBytes();
        FrameReader reader = new FrameReader(MAX, null);
        Heard heard = new Heard();
        assertThat(allocatedBy(() -> reader.read(ByteBuffer.wrap(claim), heard)))
                .isLessThan(100_000);
    }

    @Test
    void aCompressedBombIsGivenUpAtTheLimit() throws WebSocketException {
        try (Deflation deflation = new Deflation()) {
            byte[] bomb = deflation.deflate(new byte[100_000_000]);
            assertThat(allocatedBy(() -> assertThat(isTooBig(deflation, bomb)).isTrue()))
                    .isLessThan(10_000_000);
        }
    }

    private static boolean isTooBig(Deflation deflation, byte[] bomb) {
        try {
            deflation.inflate(bomb, 1_000_000);
            return false;
        } catch (WebSocketException e) {
            return e.code() == WebSocketException.TOO_BIG;
        }
    }
}
