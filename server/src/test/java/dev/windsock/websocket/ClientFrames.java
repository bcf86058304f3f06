package dev.windsock.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** A client's frames, built by the letter of RFC 6455 section 5.2, and broken ones where asked. */
final class ClientFrames {
    static final int FIN = 0x80;
    static final int RSV1 = 0x40;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Random masks = new Random(1);

    /** A whole text message in one frame. */
    ClientFrames text(String text) {
        return frame(FIN | Opcode.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    ClientFrames close(int code, String reason) {
        byte[] utf8 = reason.getBytes(StandardCharsets.UTF_8);
        return frame(
                FIN | Opcode.CLOSE,
                ByteBuffer.allocate(2 + utf8.length)
                        .putShort((short) code)
                        .put(utf8)
                        .array());
    }

    /** A frame with its length in the shortest form. */
    ClientFrames frame(int first, byte... payload) {
        head(first, payload.length);
        byte[] mask = new byte[4];
        masks.nextBytes(mask);
        out.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ mask[i % 4]);
        }
        return this;
    }

    /** The first bytes of a frame, up to its mask. */
    ClientFrames head(int first, long length) {
        out.write(first);
        if (length < 126) {
            out.write(0x80 | (int) length);
        } else if (length < 0x10000) {
            out.write(0x80 | 126);
            out.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
        } else {
            out.write(0x80 | 127);
            out.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
        }
        return this;
    }

    ClientFrames bytes(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
