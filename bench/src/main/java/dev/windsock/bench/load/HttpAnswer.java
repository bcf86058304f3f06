package dev.windsock.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Finds the end of an HTTP answer; the parts of a chunked one are moved together, so that it is in one piece. */
final class HttpAnswer {
    private static final int LONGEST_HEAD = 4096;

    private int end;
    private int next;

    /** Returns whether the answer at the position of a buffer is there as a whole. */
    boolean isWhole(ByteBuffer buffer) {
        byte[] bytes = new byte[Math.min(buffer.remaining(), LONGEST_HEAD)];
        buffer.get(buffer.position(), bytes);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int head = text.indexOf("\r\n\r\n");
        if (head < 0) {
            return false;
        }
        String lower = text.substring(0, head + 2).toLowerCase(Locale.ROOT);
        int body = buffer.position() + head + 4;
        int length = lower.indexOf("\r\ncontent-length:");
        if (length < 0) {
            return lower.contains("\r\ntransfer-encoding: chunked") ? chunks(buffer, body) : bodiless(body);
        }
        int from = length + "\r\ncontent-length:".length();
        end = body
                + Integer.parseInt(
                        lower.substring(from, lower.indexOf("\r\n", from)).strip());
        next = end;
        return end <= buffer.limit();
    }

    private boolean bodiless(int body) {
        end = body;
        next = body;
        return true;
    }

    /** All or nothing: what is not whole yet is looked at again when there is more. */
    private boolean chunks(ByteBuffer buffer, int body) {
        int size;
        int at = body;
        do {
            int line = lineEnd(buffer, at);
            if (line < 0) {
                return false;
            }
            size = hex(buffer, at, line);
            at = line + 2 + size + 2;
            if (at > buffer.limit()) {
                return false;
            }
        } while (size > 0);
        next = at;
        end = body;
        for (int from = body; from < next; ) {
            int line = lineEnd(buffer, from);
            size = hex(buffer, from, line);
            buffer.put(end, buffer, line + 2, size);
            end += size;
            from = line + 2 + size + 2;
        }
        return true;
    }

    /** Returns where the line at a place ends, or -1 where its end is not there. */
    static int lineEnd(ByteBuffer buffer, int from) {
        for (int at = from; at + 1 < buffer.limit(); at++) {
            if (buffer.get(at) == '\r' && buffer.get(at + 1) == '\n') {
                return at;
            }
        }
        return -1;
    }

    /** Returns the size of a chunk from its line, whose extensions are ignored. */
    static int hex(ByteBuffer buffer, int from, int end) {
        int value = 0;
        for (int at = from; at < end; at++) {
            int digit = Character.digit(buffer.get(at), 16);
            if (digit < 0) {
                break;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    int end() {
        return end;
    }

    /** Returns where the next answer begins. */
    int next() {
        return next;
    }
}
