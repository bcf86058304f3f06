package dev.windsock.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskingTest {

    /** RFC 6455 section 5.3, by the letter. */
    private static byte[] naive(byte[] bytes, int from, int count, int mask, int phase) {
        byte[] masked = bytes.clone();
        for (int i = 0; i < count; i++) {
            masked[from + i] ^= (byte) (mask >>> 24 - 8 * ((phase + i) % 4));
        }
        return masked;
    }

    @Test
    void isThatOfTheStandardForAllPlacesLengthsAndPhases() {
        Random random = new Random(1);
        byte[] bytes = new byte[64];
        for (int from = 0; from < 12; from++) {
            for (int count = 0; count <= 40; count++) {
                for (int phase = 0; phase < 9; phase++) {
                    random.nextBytes(bytes);
                    int mask = random.nextInt();
                    byte[] expected = naive(bytes, from, count, mask, phase);
                    Masking.apply(bytes, from, count, mask, phase);
                    assertThat(bytes)
                            .as("from %d, %d bytes, phase %d", from, count, phase)
                            .isEqualTo(expected);
                }
            }
        }
    }
}
