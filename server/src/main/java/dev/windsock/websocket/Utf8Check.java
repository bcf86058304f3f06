package dev.windsock.websocket;

/**
 * Checks UTF-8 as it comes, in pieces cut anywhere. What may follow a byte is kept as a range for the next one and a
 * count, as the decoder of WHATWG Encoding, section 8.1.1, does, so overlong forms and surrogates are found at their
 * second byte.
 */
final class Utf8Check {
    private int needed;
    private int lower = 0x80;
    private int upper = 0xBF;

    /** Whether the bytes, after those before, can still be the beginning of UTF-8. */
    boolean accept(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if ((needed != 0 || b < 0) && !accept(b & 0xFF)) {
                return false;
            }
        }
        return true;
    }

    private boolean accept(int b) {
        if (needed == 0) {
            return lead(b);
        }
        if (b < lower || b > upper) {
            return false;
        }
        lower = 0x80;
        upper = 0xBF;
        needed--;
        return true;
    }

    private boolean lead(int b) {
        if (b >= 0xC2 && b <= 0xDF) {
            needed = 1;
        } else if (b >= 0xE0 && b <= 0xEF) {
            needed = 2;
            lower = b == 0xE0 ? 0xA0 : 0x80;
            upper = b == 0xED ? 0x9F : 0xBF;
        } else if (b >= 0xF0 && b <= 0xF4) {
            needed = 3;
            lower = b == 0xF0 ? 0x90 : 0x80;
            upper = b == 0xF4 ? 0x8F : 0xBF;
        }
        return needed != 0;
    }

    /** Whether no character is left half done. */
    boolean isComplete() {
        return needed == 0;
    }

    /** Whether the bytes are UTF-8. */
    static boolean isUtf8(byte[] bytes, int from, int to) {
        Utf8Check check = new Utf8Check();
        return check.accept(bytes, from, to) && check.isComplete();
    }
}
