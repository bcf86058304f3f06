package dev.windsock.websocket;

import static dev.windsock.websocket.ClientFrames.FIN;
import static dev.windsock.websocket.ClientFrames.RSV1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressedMessagesTest {
    private static final int MAX = 100_000;

    private final Deflation deflation = new Deflation();

    @AfterEach
    void close() {
        deflation.close();
    }

    private List<String> heard(ClientFrames frames, int piece) throws WebSocketException {
        return Heard.in(new FrameReader(MAX, deflation), frames.toBytes(), piece);
    }

    private int refused(ClientFrames frames) {
        WebSocketException e =
                catchThrowableOfType(WebSocketException.class, () -> heard(frames, frames.toBytes().length));
        assertThat(e).as("refusal").isNotNull();
        return e.code();
    }

    private static byte[] finalBlock(byte[] text) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(text);
        deflater.finish();
        byte[] out = new byte[text.length + 100];
        int n = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, n);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 8_191, 8_192, 8_193, 30_000, 99_999, 100_000})
    void whatIsDeflatedIsInflatedAgain(int length) throws WebSocketException {
        Random random = new Random(length);
        byte[] dull = "é".repeat(length / 2).getBytes(UTF_8);
        byte[] wild = new byte[length];
        random.nextBytes(wild);
        for (byte[] message : List.of(dull, wild)) {
            assertThat(deflation.inflate(deflation.deflate(message), MAX)).isEqualTo(message);
        }
    }

    /** The compressor's output comes in chunks of 8,192 bytes: sizes around whole chunks. */
    @Test
    void whatIsDeflatedToAWholeChunkIsInflatedAgain() throws WebSocketException {
        byte[] wild = new byte[16_500];
        new Random(3).nextBytes(wild);
        for (int length : new int[] {8_192, 16_384}) {
            for (int less = 0; less < 60; less++) {
                byte[] message = Arrays.copyOf(wild, length - less);
                assertThat(deflation.inflate(deflation.deflate(message), MAX)).isEqualTo(message);
            }
        }
    }

    @Test
    void noMessageDependsOnAnother() throws WebSocketException {
        byte[] message = "the same again".getBytes(UTF_8);
        byte[] first = deflation.deflate(message);
        assertThat(deflation.deflate(message)).isEqualTo(first);
        assertThat(heard(
                        new ClientFrames()
                                .frame(FIN | RSV1 | Opcode.TEXT, first)
                                .text("plain")
                                .frame(FIN | RSV1 | Opcode.TEXT, first),
                        5))
                .containsExactly("text the same again", "text plain", "text the same again");
    }

    @Test
    void aCompressedMessageMayBeFragmentedAnywhere() throws WebSocketException {
        byte[] deflated = deflation.deflate("compressed é漢😀 compressed".getBytes(UTF_8));
        for (int cut = 0; cut <= deflated.length; cut++) {
            ClientFrames frames = new ClientFrames()
                    .frame(RSV1 | Opcode.TEXT, Arrays.copyOf(deflated, cut))
                    .frame(FIN | Opcode.PING)
                    .frame(FIN | Opcode.CONTINUATION, Arrays.copyOfRange(deflated, cut, deflated.length));
            assertThat(heard(frames, 3)).containsExactly("ping ", "text compressed é漢😀 compressed");
        }
    }

    /** RFC 7692 section 7.2.3.4: a stream that ends, with the empty block that the sender then adds, and without. */
    @Test
    void aFinalBlockIsTaken() throws WebSocketException {
        byte[] ended = finalBlock("Hello".getBytes(UTF_8));
        assertThat(heard(new ClientFrames().frame(FIN | RSV1 | Opcode.TEXT, ended), 100))
                .containsExactly("text Hello");
        byte[] padded = Arrays.copyOf(ended, ended.length + 1);
        assertThat(heard(new ClientFrames().frame(FIN | RSV1 | Opcode.TEXT, padded), 100))
                .containsExactly("text Hello");
    }

    @Test
    void whatFollowsAFinalBlockBelongsToTheMessage() throws WebSocketException {
        ByteArrayOutputStream streams = new ByteArrayOutputStream();
        streams.writeBytes(finalBlock("one ".getBytes(UTF_8)));
        streams.writeBytes(finalBlock("two ".getBytes(UTF_8)));
        streams.writeBytes(deflation.deflate("three".getBytes(UTF_8)));
        assertThat(heard(new ClientFrames().frame(FIN | RSV1 | Opcode.TEXT, streams.toByteArray()), 7))
                .containsExactly("text one two three");
    }

    @Test
    void examplesOfTheStandardAreUnderstood() throws WebSocketException {
        // RFC 7692 sections 7.2.3.1, 7.2.3.3 and 7.2.3.6
        assertThat(deflation.inflate(bytes(0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00), 5))
                .asString(UTF_8)
                .isEqualTo("Hello");
        assertThat(deflation.inflate(bytes(0x00, 0x05, 0x00, 0xfa, 0xff, 0x48, 0x65, 0x6c, 0x6c, 0x6f, 0x00), 5))
                .asString(UTF_8)
                .isEqualTo("Hello");
        assertThat(deflation.inflate(bytes(0x00), 5)).isEmpty();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void aMessageThatInflatesBeyondTheLimitIsRefused() {
        byte[] bomb = deflation.deflate(new byte[50_000_000]);
        assertThat(bomb).hasSizeLessThan(MAX);
        assertThat(refused(new ClientFrames().frame(FIN | RSV1 | Opcode.BINARY, bomb)))
                .isEqualTo(WebSocketException.TOO_BIG);
        byte[] oneMore = deflation.deflate(new byte[MAX + 1]);
        assertThat(refused(new ClientFrames().frame(FIN | RSV1 | Opcode.BINARY, oneMore)))
                .isEqualTo(WebSocketException.TOO_BIG);
    }

    @Test
    void whatIsNoDeflateStreamIsRefused() {
        assertThat(refused(new ClientFrames().frame(FIN | RSV1 | Opcode.TEXT, (byte) 0xFF, (byte) 0xFF)))
                .isEqualTo(WebSocketException.INVALID_PAYLOAD);
    }

    @Test
    void aCompressedTextThatIsNotUtf8IsRefused() {
        byte[] deflated = deflation.deflate(new byte[] {'a', (byte) 0xC3});
        assertThat(refused(new ClientFrames().frame(FIN | RSV1 | Opcode.TEXT, deflated)))
                .isEqualTo(WebSocketException.INVALID_PAYLOAD);
    }

    @Test
    void rsv1HasMeaningOnTheFirstFrameOfAMessageOnly() {
        for (int first : new int[] {Opcode.PING, Opcode.PONG, Opcode.CLOSE}) {
            assertThat(refused(new ClientFrames().frame(FIN | RSV1 | first)))
                    .isEqualTo(WebSocketException.PROTOCOL_ERROR);
        }
        assertThat(refused(new ClientFrames().frame(RSV1 | Opcode.TEXT).frame(FIN | RSV1 | Opcode.CONTINUATION)))
                .isEqualTo(WebSocketException.PROTOCOL_ERROR);
    }
}
