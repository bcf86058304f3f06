package dev.windsock.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameWriterTest {

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 8100",
        "1, 8101",
        "125, 817d",
        "126, 817e007e",
        "65535, 817effff",
        "65536, 817f0000000000010000",
        "70000, 817f0000000000011170"
    })
    void theHeaderTellsTheLengthInItsShortestForm(int length, String header) {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) 'x');
        byte[] frame = FrameWriter.text(payload);
        int head = header.length() / 2;
        assertThat(hex(Arrays.copyOf(frame, head))).isEqualTo(header);
        assertThat(Arrays.copyOfRange(frame, head, frame.length)).isEqualTo(payload);
    }

    @Test
    void eachKindHasItsFirstByte() {
        byte[] payload = {1};
        assertThat(hex(FrameWriter.compressedText(payload))).isEqualTo("c10101");
        assertThat(hex(FrameWriter.binary(payload))).isEqualTo("820101");
        assertThat(hex(FrameWriter.compressedBinary(payload))).isEqualTo("c20101");
        assertThat(hex(FrameWriter.ping())).isEqualTo("8900");
        assertThat(hex(FrameWriter.pong(payload))).isEqualTo("8a0101");
        assertThat(hex(FrameWriter.close(1001, "é"))).isEqualTo("880403e9c3a9");
        assertThat(hex(FrameWriter.close(4001, ""))).isEqualTo("88020fa1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 5000})
    void aCodeThatMustNotBeSentIsNot(int code) {
        assertThat(hex(FrameWriter.close(code, "reason"))).isEqualTo("8800");
    }

    @Test
    void aReasonIsCutBetweenCharacters() {
        assertThat(reason("x".repeat(123))).isEqualTo("x".repeat(123));
        assertThat(reason("x".repeat(124))).isEqualTo("x".repeat(123));
        assertThat(reason("x".repeat(122) + "é")).isEqualTo("x".repeat(122));
        assertThat(reason("x".repeat(121) + "é")).isEqualTo("x".repeat(121) + "é");
        assertThat(reason("x".repeat(120) + "😀")).isEqualTo("x".repeat(120));
        assertThat(reason("漢".repeat(42))).isEqualTo("漢".repeat(41));
    }

    private static String reason(String reason) {
        byte[] frame = FrameWriter.close(1000, reason);
        assertThat(frame[1]).isEqualTo((byte) (frame.length - 2)).isLessThanOrEqualTo((byte) 125);
        assertThat(Utf8Check.isUtf8(frame, 4, frame.length)).isTrue();
        return new String(frame, 4, frame.length - 4, UTF_8);
    }
}
