package dev.windsock.bench.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Messages compressed by permessage-deflate without context (RFC 7692 section 7.2.2), for all connections of a thread. */
final class Inflation implements AutoCloseable {
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final Inflater inflater = new Inflater(true);
    private final byte[] output = new byte[256 * 1024];
    private byte[] input = new byte[1024];

    ByteBuffer inflate(ByteBuffer buffer, int at, int length) {
        if (input.length < length + TAIL.length) {
            input = new byte[length + TAIL.length];
        }
        buffer.get(at, input, 0, length);
        System.arraycopy(TAIL, 0, input, length, TAIL.length);
        inflater.reset();
        inflater.setInput(input, 0, length + TAIL.length);
        try {
            int count = inflater.inflate(output);
            return ByteBuffer.wrap(output, 0, count).order(ByteOrder.LITTLE_ENDIAN);
        } catch (DataFormatException e) {
            throw new LoadException("a message came that cannot be inflated", e);
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
