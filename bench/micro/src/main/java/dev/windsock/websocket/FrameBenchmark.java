package dev.windsock.websocket;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Reading a client's frames. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameBenchmark {
    private static final int PAYLOAD = 150;
    private static final int LARGE = 1_024;
    private static final int MASK = 0x37FA213D;
    private static final int MAX_MESSAGE = 64 * 1024;

    private final FrameReader reader = new FrameReader(MAX_MESSAGE, null);
    private final ByteBuffer frame = frame();
    private final byte[] large = new byte[LARGE];

    private static ByteBuffer frame() {
        byte[] payload = "x".repeat(PAYLOAD).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Masking.apply(payload, 0, PAYLOAD, MASK, 0);
        ByteBuffer frame = ByteBuffer.allocateDirect(8 + PAYLOAD);
        return frame.put((byte) 0x81)
                .put((byte) (0x80 | 126))
                .putShort((short) PAYLOAD)
                .putInt(MASK)
                .put(payload);
    }

    private record Swallow(Blackhole hole) implements MessageListener {
        @Override
        public void text(byte[] utf8) {
            hole.consume(utf8);
        }

        @Override
        public void binary(byte[] data) {
            hole.consume(data);
        }

        @Override
        public void ping(byte[] payload) {
            hole.consume(payload);
        }

        @Override
        public void pong() {
            hole.consume(0);
        }

        @Override
        public void close(int code) {
            hole.consume(code);
        }
    }

    /** A masked text frame of 150 bytes, with the check of its UTF-8. */
    @Benchmark
    public void parseFrame(Blackhole hole) throws WebSocketException {
        reader.read(frame.flip(), new Swallow(hole));
    }

    /** 1,024 bytes. */
    @Benchmark
    public byte[] unmask() {
        Masking.apply(large, 0, LARGE, MASK, 0);
        return large;
    }
}
