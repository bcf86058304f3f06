package dev.windsock.websocket;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Makes a server's frames: whole, unmasked (RFC 6455 section 5). */
public final class FrameWriter {
    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;
    private static final int MAX_REASON = 123;

    private FrameWriter() {}

    public static byte[] text(byte[] utf8) {
        return frame(FIN | Opcode.TEXT, utf8);
    }

    /** A text message whose payload is already compressed (RFC 7692 section 6). */
    public static byte[] compressedText(byte[] deflated) {
        return frame(FIN | RSV1 | Opcode.TEXT, deflated);
    }

    public static byte[] binary(byte[] data) {
        return frame(FIN | Opcode.BINARY, data);
    }

    /** A binary message whose payload is already compressed (RFC 7692 section 6). */
    public static byte[] compressedBinary(byte[] deflated) {
        return frame(FIN | RSV1 | Opcode.BINARY, deflated);
    }

    /** A ping without a payload. */
    public static byte[] ping() {
        return frame(FIN | Opcode.PING, new byte[0]);
    }

    public static byte[] pong(byte[] payload) {
        return frame(FIN | Opcode.PONG, payload);
    }

    /**
     * A close frame.
     *
     * @param code 1005 for none
     * @param reason cut to what fits in 123 bytes of UTF-8
     */
    public static byte[] close(int code, String reason) {
        if (!CloseCodes.mayBeSent(code)) {
            return frame(FIN | Opcode.CLOSE, new byte[0]);
        }
        byte[] utf8 = reason.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(utf8.length, MAX_REASON);
        while (length > 0 && length < utf8.length && (utf8[length] & 0xC0) == 0x80) {
            length--;
        }
        byte[] payload = new byte[2 + length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(utf8, 0, payload, 2, length);
        return frame(FIN | Opcode.CLOSE, payload);
    }

    private static byte[] frame(int first, byte[] payload) {
        int length = payload.length;
        int head = length < 126 ? 2 : length < 0x10000 ? 4 : 10;
        byte[] frame = Arrays.copyOf(header(first, length, head), head + length);
        System.arraycopy(payload, 0, frame, head, length);
        return frame;
    }

    private static byte[] header(int first, int length, int size) {
        byte[] header = new byte[size];
        header[0] = (byte) first;
        if (size == 2) {
            header[1] = (byte) length;
            return header;
        }
        header[1] = (byte) (size == 4 ? 126 : 127);
        for (int i = size - 1, rest = length; i > 1; i--, rest >>>= 8) {
            header[i] = (byte) rest;
        }
        return header;
    }
}
