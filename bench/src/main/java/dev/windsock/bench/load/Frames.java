package dev.windsock.bench.load;

import java.nio.ByteBuffer;

/** WebSocket frames (RFC 6455 section 5.2) of a client: encoding, and the headers of what the server sends. */
final class Frames {
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int SHORTEST_OF_TWO_BYTES = 126;
    private static final byte[] KEY = {0x37, (byte) 0xFA, 0x21, 0x3D};

    private Frames() {}

    /** Returns a final frame, masked as a client's must be. */
    static byte[] masked(int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(8 + payload.length);
        frame.put((byte) (FINAL | opcode));
        if (payload.length < SHORTEST_OF_TWO_BYTES) {
            frame.put((byte) (MASKED | payload.length));
        } else {
            frame.put((byte) (MASKED | SHORTEST_OF_TWO_BYTES)).putShort((short) payload.length);
        }
        frame.put(KEY);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ KEY[i & 3]));
        }
        byte[] bytes = new byte[frame.position()];
        frame.get(0, bytes);
        return bytes;
    }

    static int opcode(ByteBuffer buffer, int at) {
        return buffer.get(at) & 0x0F;
    }

    /** Returns the length of the header at this place, or more than there is where it is not there as a whole. */
    static int headerLength(ByteBuffer buffer, int at) {
        return switch (buffer.get(at + 1) & 0xFF) {
            case SHORTEST_OF_TWO_BYTES -> 4;
            case SHORTEST_OF_TWO_BYTES + 1 -> 10;
            default -> 2;
        };
    }

    /** Returns the length of the payload of the frame at this place, whose header must be there as a whole. */
    static int payloadLength(ByteBuffer buffer, int at) {
        int length = buffer.get(at + 1) & 0xFF;
        if (length < SHORTEST_OF_TWO_BYTES) {
            return length;
        }
        int bytes = length == SHORTEST_OF_TWO_BYTES ? 2 : 8;
        if (length > SHORTEST_OF_TWO_BYTES + 1) {
            throw new LoadException("the server sent a masked frame");
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = (value << 8) | (buffer.get(at + 2 + i) & 0xFF);
        }
        return Math.toIntExact(value);
    }
}
