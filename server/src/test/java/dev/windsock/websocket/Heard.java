package dev.windsock.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Notes what comes out of a reader, a line each. */
final class Heard implements MessageListener {
    private final List<String> lines = new ArrayList<>();

    /** What a reader without extensions and with a limit of 1 MiB makes of the bytes, given whole. */
    static List<String> in(byte[] bytes) throws WebSocketException {
        return in(new FrameReader(1 << 20, null), bytes, bytes.length);
    }

    /** What a reader makes of the bytes, given in pieces of a size. */
    static List<String> in(FrameReader reader, byte[] bytes, int piece) throws WebSocketException {
        Heard heard = new Heard();
        for (int at = 0; at < bytes.length; at += piece) {
            ByteBuffer in = ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at));
            reader.read(in, heard);
            if (in.hasRemaining()) {
                throw new AssertionError("The reader left bytes over");
            }
        }
        return heard.lines;
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void text(byte[] utf8) {
        lines.add("text " + new String(utf8, StandardCharsets.UTF_8));
    }

    @Override
    public void binary(byte[] data) {
        lines.add("binary " + HexFormat.of().formatHex(data));
    }

    @Override
    public void ping(byte[] payload) {
        lines.add("ping " + HexFormat.of().formatHex(payload));
    }

    @Override
    public void pong() {
        lines.add("pong");
    }

    @Override
    public void close(int code) {
        lines.add("close " + code);
    }
}
