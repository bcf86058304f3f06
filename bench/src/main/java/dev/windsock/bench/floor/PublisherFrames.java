package dev.windsock.bench.floor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Takes the publisher's short masked text frames and appends their payloads to the ring. */
final class PublisherFrames {
    private static final int HEADER = 2;
    private static final int MASK = 4;

    private final ByteBuffer input = ByteBuffer.allocateDirect(64 * 1024);

    void read(SocketChannel channel, FrameRing ring) throws IOException {
        if (channel.read(input) < 0) {
            throw new IOException("closed");
        }
        input.flip();
        while (input.remaining() >= HEADER && input.remaining() >= HEADER + MASK + length()) {
            ring.append(payload());
        }
        input.compact();
    }

    private int length() {
        return input.get(input.position() + 1) & 0x7F;
    }

    private byte[] payload() {
        byte[] payload = new byte[length()];
        int mask = input.position() + HEADER;
        input.position(mask + MASK).get(payload);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= input.get(mask + (i & 3));
        }
        return payload;
    }
}
