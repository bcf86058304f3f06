package dev.windsock.bench.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The message that every contestant carries: 100 bytes of ASCII that need no escape in JSON. Eight digits are the
 * sequence number in its stream, sixteen the time at which it was meant to be sent (ns on this process's clock), eight the
 * number of its stream, then a filler, then the sequence number again, so that a reader sees a cut or a shifted message.
 * The filler also is how a message is found, whatever a contestant puts around it.
 */
public final class Message {
    /** Bytes of a message. */
    public static final int LENGTH = 100;

    private static final int TIME_AT = 8;
    private static final int STREAM_AT = 24;
    private static final int FILLER_AT = 32;
    private static final int SEQUENCE_AGAIN_AT = LENGTH - 8;
    private static final long EIGHT_DOTS = 0x2E2E2E2E2E2E2E2EL;
    private static final int FOUR_DOTS = 0x2E2E2E2E;

    /** Wherever a filler lies, steps of this size meet it with four bytes. */
    private static final int STEP = SEQUENCE_AGAIN_AT - FILLER_AT - Integer.BYTES;

    private Message() {}

    static String text(int stream, int sequence, long time) {
        byte[] bytes = new byte[LENGTH];
        Arrays.fill(bytes, (byte) '.');
        digits(bytes, 0, TIME_AT, sequence);
        digits(bytes, TIME_AT, STREAM_AT, time);
        digits(bytes, STREAM_AT, FILLER_AT, stream);
        digits(bytes, SEQUENCE_AGAIN_AT, LENGTH, sequence);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static void digits(byte[] bytes, int from, int to, long number) {
        long rest = number;
        for (int at = to - 1; at >= from; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** Returns where the next message begins between two places of a little-endian buffer, or -1. */
    static int find(ByteBuffer buffer, int from, int end) {
        for (int at = from; at + Integer.BYTES <= end; at += STEP) {
            if (buffer.getInt(at) == FOUR_DOTS) {
                int start = fillerStart(buffer, at, from) - FILLER_AT;
                return start >= from && start + LENGTH <= end ? start : -1;
            }
        }
        return -1;
    }

    private static int fillerStart(ByteBuffer buffer, int within, int from) {
        int start = within;
        while (start - Long.BYTES >= from && buffer.getLong(start - Long.BYTES) == EIGHT_DOTS) {
            start -= Long.BYTES;
        }
        while (start > from && buffer.get(start - 1) == '.') {
            start--;
        }
        return start;
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

    /** Returns the number of the stream of the message at this place. */
    static int stream(ByteBuffer buffer, int at) {
        return (int) eightDigits(buffer.getLong(at + STREAM_AT));
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
