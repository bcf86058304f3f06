package dev.windsock.connection;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * What a connection owes while its socket is full: the rest of what the socket broke off in, and the replies since then.
 * Publications are never here; they wait in their log.
 */
final class Backlog {
    private static final int MAX_BYTES = 1 << 20;

    private final ArrayDeque<ByteBuffer> owed = new ArrayDeque<>(2);
    private int bytes;

    Backlog(byte[] rest) {
        if (rest.length > 0) {
            owed.add(ByteBuffer.wrap(rest));
            bytes = rest.length;
        }
    }

    /** Adds a reply; false where there are too many already: a client that asks but does not read. */
    boolean add(byte[] reply) {
        bytes += reply.length;
        owed.add(ByteBuffer.wrap(reply));
        return bytes <= MAX_BYTES;
    }

    /** Writes what there is room for, and tells how much that was; -1 where the connection is gone. */
    int writeTo(Outlet outlet) {
        int written = 0;
        while (!owed.isEmpty()) {
            ByteBuffer next = owed.peek();
            int n = outlet.write(next);
            if (n < 0) {
                return -1;
            }
            written += n;
            bytes -= n;
            if (next.hasRemaining()) {
                return written;
            }
            owed.remove();
        }
        return written;
    }

    boolean isEmpty() {
        return owed.isEmpty();
    }
}
