package dev.windsock.websocket;

import static dev.windsock.websocket.ClientFrames.FIN;
import static dev.windsock.websocket.ClientFrames.RSV1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes: messages within the limit, or a {@link WebSocketException} with a code of its own, nothing else. */
class FrameReaderHardeningTest {
    private static final int MAX = 2_000;
    private static final int ROUNDS = 3_000;

    private final Deflation deflation = new Deflation();

    @AfterEach
    void close() {
        deflation.close();
    }

    static IntStream seeds() {
        return IntStream.range(0, 8);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomBytes(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (bytes.length > 1) {
                // Most would end at the first two bytes.
                bytes[0] = (byte) (FIN | random.nextInt(16));
                bytes[1] |= (byte) 0x80;
            }
            check(random, bytes);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void mutatedFrames(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] stream = stream(random).toBytes();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                int at = random.nextInt(stream.length);
                if (random.nextBoolean()) {
                    stream[at] ^= (byte) (1 << random.nextInt(8));
                } else {
                    int gap = Math.min(stream.length - at, 1 + random.nextInt(3));
                    System.arraycopy(stream, at + gap, stream, at, stream.length - at - gap);
                    stream = Arrays.copyOf(stream, Math.max(1, stream.length - gap));
                }
            }
            check(random, stream);
        }
    }

    private ClientFrames stream(Random random) {
        byte[] text = "text é漢😀 ".repeat(1 + random.nextInt(30)).getBytes(UTF_8);
        byte[] deflated = deflation.deflate(text);
        int cut = random.nextInt(deflated.length);
        return new ClientFrames()
                .text("hello")
                .frame(FIN | Opcode.PING, (byte) 1)
                .frame(RSV1 | Opcode.TEXT, Arrays.copyOf(deflated, cut))
                .frame(FIN | Opcode.PONG)
                .frame(FIN | Opcode.CONTINUATION, Arrays.copyOfRange(deflated, cut, deflated.length))
                .frame(FIN | Opcode.BINARY, text)
                .close(1000, "é");
    }

    private void check(Random random, byte[] bytes) {
        FrameReader reader = new FrameReader(MAX, random.nextBoolean() ? deflation : null);
        int piece = 1 + random.nextInt(bytes.length + 1);
        Sizes sizes = new Sizes();
        try {
            for (int at = 0; at < bytes.length; at += piece) {
                reader.read(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)), sizes);
            }
        } catch (WebSocketException e) {
            assertThat(List.of(1002, 1007, 1009)).contains(e.code());
        } catch (RuntimeException e) {
            fail("The bytes " + Base64.getEncoder().encodeToString(bytes) + " in pieces of " + piece, e);
        }
        assertThat(sizes.largest).isLessThanOrEqualTo(MAX);
    }

    private static final class Sizes implements MessageListener {
        private int largest;

        private void note(byte[] bytes) {
            largest = Math.max(largest, bytes.length);
        }

        @Override
        public void text(byte[] utf8) {
            note(utf8);
            assertThat(Utf8Check.isUtf8(utf8, 0, utf8.length)).isTrue();
        }

        @Override
        public void binary(byte[] data) {
            note(data);
        }

        @Override
        public void ping(byte[] payload) {
            assertThat(payload).hasSizeLessThanOrEqualTo(125);
        }

        @Override
        public void pong() {}

        @Override
        public void close(int code) {
            assertThat(code == 1005 || CloseCodes.mayBeSent(code)).isTrue();
        }
    }
}
