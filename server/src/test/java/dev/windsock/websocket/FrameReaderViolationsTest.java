package dev.windsock.websocket;

import static dev.windsock.websocket.ClientFrames.FIN;
import static dev.windsock.websocket.ClientFrames.RSV1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderViolationsTest {
    private static final int MAX = 100;

    /** The bytes are refused with the code, in one piece and byte by byte. */
    private static WebSocketException assertRefused(int code, ClientFrames frames) {
        byte[] bytes = frames.toBytes();
        WebSocketException whole = refused(bytes, bytes.length);
        WebSocketException pieces = refused(bytes, 1);
        assertThat(whole.code()).isEqualTo(code);
        assertThat(pieces.code()).isEqualTo(code);
        assertThat(whole.getMessage()).isNotEmpty();
        return whole;
    }

    private static WebSocketException refused(byte[] bytes, int piece) {
        FrameReader reader = new FrameReader(MAX, null);
        WebSocketException e = catchThrowableOfType(WebSocketException.class, () -> Heard.in(reader, bytes, piece));
        assertThat(e).as("refusal").isNotNull();
        return e;
    }

    static Stream<Arguments> violations() {
        byte[] two = {'h', 'i'};
        return Stream.of(
                Arguments.of("RSV1 without an extension", new ClientFrames().bytes(FIN | RSV1 | Opcode.TEXT)),
                Arguments.of("RSV2", new ClientFrames().bytes(FIN | 0x20 | Opcode.TEXT)),
                Arguments.of("RSV3", new ClientFrames().bytes(FIN | 0x10 | Opcode.TEXT)),
                Arguments.of("RSV1 on a ping", new ClientFrames().bytes(FIN | RSV1 | Opcode.PING)),
                Arguments.of("no mask", new ClientFrames().bytes(FIN | Opcode.TEXT, 2)),
                Arguments.of("no mask on a ping", new ClientFrames().bytes(FIN | Opcode.PING, 0)),
                Arguments.of("a fragmented ping", new ClientFrames().bytes(Opcode.PING)),
                Arguments.of("a fragmented close", new ClientFrames().bytes(Opcode.CLOSE)),
                Arguments.of("a ping of 126 bytes", new ClientFrames().bytes(FIN | Opcode.PING, 0xFE)),
                Arguments.of("a close with a 64 bit length", new ClientFrames().bytes(FIN | Opcode.CLOSE, 0xFF)),
                Arguments.of("a continuation of nothing", new ClientFrames().bytes(FIN | Opcode.CONTINUATION)),
                Arguments.of(
                        "a continuation after the end",
                        new ClientFrames().text("whole").bytes(FIN | Opcode.CONTINUATION)),
                Arguments.of(
                        "a text inside a text",
                        new ClientFrames().frame(Opcode.TEXT, two).bytes(FIN | Opcode.TEXT)),
                Arguments.of(
                        "a text inside a text, with RSV1",
                        new ClientFrames().frame(Opcode.TEXT, two).bytes(FIN | RSV1 | Opcode.TEXT)),
                Arguments.of(
                        "a binary inside an empty text",
                        new ClientFrames().frame(Opcode.TEXT).bytes(Opcode.BINARY)),
                Arguments.of("125 in 16 bits", new ClientFrames().bytes(FIN | Opcode.BINARY, 0x80 | 126, 0, 125)),
                Arguments.of("0 in 16 bits", new ClientFrames().bytes(FIN | Opcode.BINARY, 0x80 | 126, 0, 0)),
                Arguments.of(
                        "65535 in 64 bits",
                        new ClientFrames().bytes(FIN | Opcode.BINARY, 0x80 | 127, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF)),
                Arguments.of("a negative length", new ClientFrames().bytes(FIN | Opcode.BINARY, 0x80 | 127, 0x80)),
                Arguments.of("half a close code", new ClientFrames().frame(FIN | Opcode.CLOSE, (byte) 3)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("violations")
    void aBreachOfTheProtocolIsRefusedAtItsFirstByte(String name, ClientFrames frames) {
        assertRefused(WebSocketException.PROTOCOL_ERROR, frames);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
    void reservedOpcodesAreRefused(int opcode) {
        assertRefused(WebSocketException.PROTOCOL_ERROR, new ClientFrames().bytes(FIN | opcode));
    }

    @Test
    void closeCodesThatMustNotBeSentAreRefused() {
        IntStream.of(0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535)
                .forEach(code -> assertRefused(WebSocketException.PROTOCOL_ERROR, new ClientFrames().close(code, "")));
    }

    @Test
    void messagesAboveTheLimitAreRefusedByTheirClaim() {
        for (long length : List.of(101L, 126L, 65_536L, 1L << 31, 1L << 40, Long.MAX_VALUE)) {
            assertRefused(WebSocketException.TOO_BIG, new ClientFrames().head(FIN | Opcode.BINARY, length));
        }
    }

    @Test
    void fragmentsAboveTheLimitTogetherAreRefused() {
        assertRefused(
                WebSocketException.TOO_BIG,
                new ClientFrames().frame(Opcode.BINARY, new byte[60]).head(Opcode.CONTINUATION, 41));
    }

    static List<byte[]> wrongTexts() {
        List<byte[]> texts = new ArrayList<>();
        for (int[] text : new int[][] {
            {0x80},
            {0xC0},
            {0xC1},
            {0xF5},
            {0xFF},
            {0xC3, 0x28},
            {0xE0, 0x80},
            {0xED, 0xA0},
            {0xF0, 0x80},
            {0xF4, 0x90},
            {'a', 0xE2, 0x82, 'b'}
        }) {
            byte[] bytes = new byte[text.length];
            for (int i = 0; i < text.length; i++) {
                bytes[i] = (byte) text[i];
            }
            texts.add(bytes);
        }
        return texts;
    }

    @ParameterizedTest
    @MethodSource("wrongTexts")
    void aTextThatIsNotUtf8IsRefusedBeforeItsFrameEnds(byte[] wrong) {
        byte[] payload = new byte[50];
        System.arraycopy(wrong, 0, payload, 0, wrong.length);
        byte[] frame = new ClientFrames().frame(Opcode.TEXT, payload).toBytes();
        int[] head = new int[6 + wrong.length];
        for (int i = 0; i < head.length; i++) {
            head[i] = frame[i] & 0xFF;
        }
        assertRefused(WebSocketException.INVALID_PAYLOAD, new ClientFrames().bytes(head));
    }

    @Test
    void aTextThatEndsInsideACharacterIsRefused() {
        byte[] half = {(byte) 0xE2, (byte) 0x82};
        assertRefused(WebSocketException.INVALID_PAYLOAD, new ClientFrames().frame(FIN | Opcode.TEXT, half));
        assertRefused(
                WebSocketException.INVALID_PAYLOAD,
                new ClientFrames().frame(Opcode.TEXT, half).frame(FIN | Opcode.CONTINUATION));
        assertRefused(
                WebSocketException.INVALID_PAYLOAD,
                new ClientFrames().frame(Opcode.TEXT, half).frame(FIN | Opcode.CONTINUATION, "é".getBytes(UTF_8)));
    }

    @Test
    void aCloseReasonThatIsNotUtf8IsRefused() {
        assertRefused(
                WebSocketException.INVALID_PAYLOAD,
                new ClientFrames().frame(FIN | Opcode.CLOSE, (byte) 3, (byte) 0xE8, (byte) 0xC3));
    }

    @Test
    void aBinaryMessageMayHoldAnything() throws WebSocketException {
        assertThat(Heard.in(new ClientFrames()
                        .frame(FIN | Opcode.BINARY, (byte) 0xC3, (byte) 0x28)
                        .toBytes()))
                .containsExactly("binary c328");
    }
}
