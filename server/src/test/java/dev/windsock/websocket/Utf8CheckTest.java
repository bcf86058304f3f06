package dev.windsock.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against the JDK's strict decoder. */
class Utf8CheckTest {
    private static final int[] EDGES = {
        0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1,
        0xF4, 0xF5
    };

    static IntStream seeds() {
        return IntStream.range(0, 8);
    }

    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

    private boolean jdk(byte[] bytes) {
        try {
            decoder.decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private void check(byte[] bytes) {
        boolean expected = jdk(bytes);
        // A bare comparison: AssertJ's description of millions of inputs would be most of the time.
        if (Utf8Check.isUtf8(bytes, 0, bytes.length) != expected) {
            assertThat(bytes).as("is UTF-8: " + !expected).isNull();
        }
    }

    @Test
    void allPairsOfBytes() {
        for (int pair = 0; pair < 0x10000; pair++) {
            check(new byte[] {(byte) (pair >> 8), (byte) pair});
        }
    }

    @Test
    void allFoursOfBytesAtTheEdges() {
        for (int a : EDGES) {
            for (int b : EDGES) {
                for (int c : EDGES) {
                    check(new byte[] {(byte) a, (byte) b, (byte) c});
                    for (int d : EDGES) {
                        check(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void seededTextsCutAnywhere(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = text(random);
            if (random.nextBoolean()) {
                bytes[random.nextInt(bytes.length)] = (byte) EDGES[random.nextInt(EDGES.length)];
            }
            int cut = random.nextInt(bytes.length + 1);
            int again = cut + random.nextInt(bytes.length - cut + 1);
            Utf8Check check = new Utf8Check();
            boolean utf8 = check.accept(bytes, 0, cut)
                    && check.accept(bytes, cut, again)
                    && check.accept(bytes, again, bytes.length)
                    && check.isComplete();
            assertThat(utf8).as("%s cut at %d, %d", bytes, cut, again).isEqualTo(jdk(bytes));
        }
    }

    private static byte[] text(Random random) {
        StringBuilder text = new StringBuilder("x");
        for (int n = random.nextInt(12); n > 0; n--) {
            int bits = 1 + random.nextInt(20);
            int point = random.nextInt(1 << bits);
            text.appendCodePoint(point >= 0xD800 && point <= 0xDFFF ? 'x' : point);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A peer that sends what can never become UTF-8 is told at that byte, not at the end. */
    @Test
    void theFirstByteThatCannotBeIsRefused() {
        byte[] bytes = {'a', (byte) 0xE0, (byte) 0x9F};
        Utf8Check check = new Utf8Check();
        assertThat(check.accept(bytes, 0, 2)).isTrue();
        assertThat(check.isComplete()).isFalse();
        assertThat(check.accept(bytes, 2, 3)).isFalse();
    }
}
