package dev.windsock.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** RFC 6455 section 5.3. */
final class Masking {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Masking() {}

    /**
     * Unmasks bytes in place, eight at a time.
     *
     * @param phase how many bytes of the frame's payload came before
     */
    static void apply(byte[] bytes, int from, int count, int mask, int phase) {
        int turned = Integer.rotateLeft(mask, 8 * (phase & 3));
        long twice = (long) turned << 32 | turned & 0xFFFFFFFFL;
        int i = from;
        int end = from + count;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            LONGS.set(bytes, i, (long) LONGS.get(bytes, i) ^ twice);
        }
        for (int shift = 24; i < end; i++, shift = shift - 8 & 31) {
            bytes[i] ^= (byte) (turned >>> shift);
        }
    }
}
