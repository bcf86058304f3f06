package dev.windsock.websocket;

import static dev.windsock.websocket.ClientFrames.FIN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    /** One of everything: lengths of all three forms are in {@link #lengthsOfAllForms}. */
    private static final byte[] STREAM = new ClientFrames()
            .text("hello é漢😀")
            .frame(FIN | Opcode.TEXT)
            .frame(FIN | Opcode.BINARY, (byte) 1, (byte) 2, (byte) 0xFF)
            .frame(Opcode.TEXT, "one ".getBytes(UTF_8))
            .frame(FIN | Opcode.PING, (byte) 7)
            .frame(Opcode.CONTINUATION, new byte[] {(byte) 0xF0, (byte) 0x9F})
            .frame(FIN | Opcode.PONG)
            .frame(Opcode.CONTINUATION)
            .frame(FIN | Opcode.CONTINUATION, new byte[] {(byte) 0x98, (byte) 0x80})
            .frame(FIN | Opcode.PING)
            .text("x".repeat(200))
            .close(1000, "bye é")
            .toBytes();

    private static final List<String> IN_STREAM = List.of(
            "text hello é漢😀",
            "text ",
            "binary 0102ff",
            "ping 07",
            "pong",
            "text one 😀",
            "ping ",
            "text " + "x".repeat(200),
            "close 1000");

    @Test
    void framesCutAtAnyByteAreTheSame() throws WebSocketException {
        for (int cut = 0; cut <= STREAM.length; cut++) {
            FrameReader reader = new FrameReader(1 << 20, null);
            Heard heard = new Heard();
            reader.read(ByteBuffer.wrap(STREAM, 0, cut), heard);
            reader.read(ByteBuffer.wrap(STREAM, cut, STREAM.length - cut), heard);
            assertThat(heard.lines()).as("cut at %d", cut).isEqualTo(IN_STREAM);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 1000})
    void framesInPiecesAreTheSame(int piece) throws WebSocketException {
        assertThat(Heard.in(new FrameReader(1 << 20, null), STREAM, piece)).isEqualTo(IN_STREAM);
    }

    @Test
    void framesInABufferOutsideTheHeapAreTheSame() throws WebSocketException {
        ByteBuffer direct = ByteBuffer.allocateDirect(STREAM.length);
        direct.put(STREAM).flip();
        Heard heard = new Heard();
        new FrameReader(1 << 20, null).read(direct, heard);
        assertThat(heard.lines()).isEqualTo(IN_STREAM);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 124, 125, 126, 127, 65_535, 65_536, 100_003})
    void lengthsOfAllForms(int length) throws WebSocketException {
        byte[] data = new byte[length];
        for (int i = 0; i < length; i++) {
            data[i] = (byte) (i * 31);
        }
        byte[] stream = new ClientFrames()
                .frame(FIN | Opcode.BINARY, data)
                .frame(FIN | Opcode.PONG)
                .toBytes();
        assertThat(Heard.in(stream)).isEqualTo(heardOf(data));
        assertThat(Heard.in(new FrameReader(length, null), stream, 1_001)).isEqualTo(heardOf(data));
    }

    private static List<String> heardOf(byte[] data) {
        Heard heard = new Heard();
        heard.binary(data);
        heard.pong();
        return heard.lines();
    }

    @Test
    void aMessageOfManyFragmentsIsOne() throws WebSocketException {
        ClientFrames frames = new ClientFrames().frame(Opcode.TEXT);
        for (int i = 0; i < 1_000; i++) {
            frames.frame(Opcode.CONTINUATION, "é".getBytes(UTF_8));
        }
        frames.frame(FIN | Opcode.CONTINUATION);
        assertThat(Heard.in(frames.toBytes())).containsExactly("text " + "é".repeat(1_000));
    }

    @Test
    void aMessageOfExactlyTheLimitIsTaken() throws WebSocketException {
        byte[] stream = new ClientFrames()
                .frame(Opcode.TEXT, "12345".getBytes(UTF_8))
                .frame(FIN | Opcode.PING, new byte[125])
                .frame(FIN | Opcode.CONTINUATION, "678".getBytes(UTF_8))
                .text("12345678")
                .toBytes();
        assertThat(Heard.in(new FrameReader(8, null), stream, 3))
                .containsExactly("ping " + "00".repeat(125), "text 12345678", "text 12345678");
    }

    @Test
    void nothingIsHeardAfterTheCloseFrame() throws WebSocketException {
        byte[] stream = new ClientFrames()
                .frame(FIN | Opcode.CLOSE)
                .text("late")
                .bytes(0xFF, 0xFF)
                .toBytes();
        assertThat(Heard.in(stream)).containsExactly("close 1005");
        assertThat(Heard.in(new FrameReader(9, null), stream, 1)).containsExactly("close 1005");
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1011, 1012, 1014, 3000, 3999, 4000, 4999})
    void aCloseFrameCarriesItsCode(int code) throws WebSocketException {
        assertThat(Heard.in(new ClientFrames().close(code, "").toBytes())).containsExactly("close " + code);
        assertThat(Heard.in(new ClientFrames().close(code, "x".repeat(123)).toBytes()))
                .containsExactly("close " + code);
    }

    @Test
    void whatIsHeardIsTheListenersOwn() throws WebSocketException {
        byte[][] kept = new byte[1][];
        FrameReader reader = new FrameReader(100, null);
        reader.read(ByteBuffer.wrap(new ClientFrames().text("first").toBytes()), new TextListener(kept));
        byte[] first = kept[0];
        Arrays.fill(first, (byte) '!');
        reader.read(ByteBuffer.wrap(new ClientFrames().text("other").toBytes()), new TextListener(kept));
        assertThat(new String(kept[0], UTF_8)).isEqualTo("other");
        assertThat(new String(first, UTF_8)).isEqualTo("!!!!!");
    }

    private record TextListener(byte[][] kept) implements MessageListener {
        @Override
        public void text(byte[] utf8) {
            kept[0] = utf8;
        }

        @Override
        public void binary(byte[] data) {}

        @Override
        public void ping(byte[] payload) {}

        @Override
        public void pong() {}

        @Override
        public void close(int code) {}
    }
}
