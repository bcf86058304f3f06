package dev.windsock.connection;

import dev.windsock.channel.Batch;
import dev.windsock.channel.Encoding;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The way down of one connection: bytes go out at once while there is room, and what is owed beyond that is finished
 * before anything else. Used on the connection's lane only.
 *
 * <pre>
 *   READY ──the socket takes less than there is──→ FULL ──all that is owed is written──→ READY
 *     └──────────────── the socket is gone ──→ GONE ←──────────┘
 * </pre>
 */
final class Downlink {
    private final Outlet outlet;
    private @Nullable Backlog backlog;
    private boolean gone;

    Downlink(Outlet outlet) {
        this.outlet = outlet;
    }

    boolean isFull() {
        return backlog != null;
    }

    boolean isGone() {
        return gone;
    }

    boolean isReady() {
        return backlog == null && !gone && outlet.isOpen();
    }

    /** Writes bytes that are the connection's own, now or when there is room; false where too much is owed already. */
    boolean send(byte[] bytes) {
        if (gone) {
            return true;
        }
        if (backlog != null) {
            return backlog.add(bytes);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (outlet.write(buffer) < 0) {
            close();
        } else if (buffer.hasRemaining()) {
            hold(buffer, true);
        }
        return true;
    }

    /** Writes the publications of a batch from an index up to another, and tells how many were taken. */
    int take(Batch batch, int from, int to) {
        if (outlet.isJoint()) {
            return isReady() ? takeAll(batch, from, to) : 0;
        }
        int i = from;
        while (i < to && isReady() && takeOne(batch, i)) {
            i++;
        }
        return i - from;
    }

    private boolean takeOne(Batch batch, int index) {
        ByteBuffer bytes = batch.bytes(outlet.encoding(), index, index + 1);
        if (!bytes.hasRemaining()) {
            return true;
        }
        int n = outlet.write(bytes);
        if (n < 0) {
            close();
        } else if (bytes.hasRemaining()) {
            hold(bytes, n > 0);
        }
        return n > 0;
    }

    private int takeAll(Batch batch, int from, int to) {
        ByteBuffer bytes = batch.bytes(outlet.encoding(), from, to);
        if (outlet.write(bytes) < 0) {
            close();
            return 0;
        }
        return bytes.hasRemaining() ? takePart(batch, from, bytes) : to - from;
    }

    /** Publications that went out whole, and the one that the socket broke off in, which is finished from a copy. */
    private int takePart(Batch batch, int from, ByteBuffer bytes) {
        Encoding encoding = outlet.encoding();
        int i = from;
        while (batch.end(encoding, i) <= bytes.position()) {
            i++;
        }
        boolean between = bytes.position() == (i == 0 ? 0 : batch.end(encoding, i - 1));
        bytes.limit(batch.end(encoding, i));
        hold(bytes, !between);
        return between ? i - from : i + 1 - from;
    }

    /**
     * The socket is full. What it broke off in has to be finished, and is copied, since the bytes are shared; what it has
     * not begun with need not be owed.
     */
    private void hold(ByteBuffer rest, boolean owed) {
        byte[] copy = new byte[owed ? rest.remaining() : 0];
        rest.get(copy);
        backlog = new Backlog(copy);
        outlet.awaitWritable();
    }

    /** There may be room again: writes what is owed, and tells how many bytes went out. */
    int drain() {
        if (backlog == null || gone) {
            return 0;
        }
        int written = backlog.writeTo(outlet);
        if (written < 0) {
            close();
            return 0;
        }
        if (backlog.isEmpty()) {
            backlog = null;
        } else {
            outlet.awaitWritable();
        }
        return written;
    }

    /** Lets go of what is owed; nothing is written any more. */
    void close() {
        gone = true;
        backlog = null;
    }
}
