package dev.windsock.bench.floor;

import java.nio.ByteBuffer;

/**
 * A ring of prepared frames in one direct buffer, all of one length since all messages of the benchmark are. Places
 * count the frames ever appended.
 */
final class FrameRing {
    private static final int PAYLOAD = 100;
    private static final int FRAME = 2 + PAYLOAD;
    private static final int FRAMES = 64 * 1024;
    private static final byte FINAL_TEXT = (byte) 0x81;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(FRAMES * FRAME);
    private final ByteBuffer view = bytes.duplicate();
    private long head;

    /** Returns the place behind the newest frame. */
    long head() {
        return head;
    }

    void append(byte[] payload) {
        if (payload.length != PAYLOAD) {
            throw new IllegalArgumentException("the floor carries messages of " + PAYLOAD + " bytes only");
        }
        int at = offset(head);
        bytes.put(at, FINAL_TEXT).put(at + 1, (byte) PAYLOAD).put(at + 2, payload);
        head++;
    }

    /** Returns the bytes from a byte of a frame on to a place, or to the end of the ring where that is nearer. */
    ByteBuffer bytes(long from, int sentOfIt, long to) {
        if (head - from > FRAMES) {
            throw new IllegalStateException("a subscriber is too slow for the ring");
        }
        int start = offset(from);
        int length = (int) Math.min(to - from, FRAMES - from % FRAMES) * FRAME;
        return view.limit(start + length).position(start + sentOfIt);
    }

    /** Returns how many whole frames so many bytes are. */
    static int frames(int bytes) {
        return bytes / FRAME;
    }

    /** Returns how many bytes so many bytes are above whole frames. */
    static int rest(int bytes) {
        return bytes % FRAME;
    }

    private static int offset(long place) {
        return (int) (place % FRAMES) * FRAME;
    }
}
