package dev.windsock.bench.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The message that every contestant carries: 100 bytes of ASCII that need no escape in JSON. Eight digits are the
 * sequence number, sixteen the time at which it was meant to be sent (ns on this process's clock), then a filler, then
 * the sequence number again, so that a reader sees a cut or a shifted message.
 */
public final class Message {
    /** Bytes of a message. */
    public static final int LENGTH = 100;

    private static final int TIME_AT = 8;
    private static final int FILLER_AT = 24;
    private static final int SEQUENCE_AGAIN_AT = LENGTH - 8;
    private static final String FILLER = ".".repeat(SEQUENCE_AGAIN_AT - FILLER_AT);
    private static final long EIGHT_DOTS = 0x2E2E2E2E2E2E2E2EL;
    private static final int FOUR_DOTS = 0x2E2E2E2E;

    private Message() {}

    static byte[] encode(int sequence, long time) {
        String text = "%08d%016d%s%08d".formatted(sequence, time, FILLER, sequence);
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the sequence number of the message at a place of a little-endian buffer, or -1 where it is damaged. */
    static int sequence(ByteBuffer buffer, int at) {
        assert buffer.order() == ByteOrder.LITTLE_ENDIAN;
        long digits = buffer.getLong(at);
        if (digits != buffer.getLong(at + SEQUENCE_AGAIN_AT) || !fillerIsWhole(buffer, at)) {
            return -1;
        }
        return (int) eightDigits(digits);
    }

    /** Returns the time at which the message at this place was meant to be sent. */
    static long time(ByteBuffer buffer, int at) {
        long high = eightDigits(buffer.getLong(at + TIME_AT));
        long low = eightDigits(buffer.getLong(at + TIME_AT + 8));
        return high * 100_000_000 + low;
    }

    private static boolean fillerIsWhole(ByteBuffer buffer, int at) {
        int place = at + FILLER_AT;
        int end = at + SEQUENCE_AGAIN_AT - Integer.BYTES;
        for (; place < end; place += Long.BYTES) {
            if (buffer.getLong(place) != EIGHT_DOTS) {
                return false;
            }
        }
        return buffer.getInt(end) == FOUR_DOTS;
    }

    /** Eight ASCII digits, the first in the lowest byte, to their number: pairs, then fours, then all eight at once. */
    private static long eightDigits(long ascii) {
        long pairs = ((ascii & 0x0F0F0F0F0F0F0F0FL) * 2561) >>> 8;
        long fours = ((pairs & 0x00FF00FF00FF00FFL) * 6553601) >>> 16;
        return ((fours & 0x0000FFFF0000FFFFL) * 42949672960001L) >>> 32;
    }
}
