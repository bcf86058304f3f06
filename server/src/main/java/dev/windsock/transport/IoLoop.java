package dev.windsock.transport;

import dev.windsock.channel.Lane;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;
import org.xnio.XnioIoThread;
import org.xnio.conduits.StreamSinkConduit;

/** What the connections of one I/O thread share. Used on that thread only. */
final class IoLoop {
    private static final int READ_BUFFER = 64 * 1024;
    private static final int FIRST_BUFFER = 4 * 1024;

    private final XnioIoThread thread;
    private final Lane lane;
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BUFFER);
    private final ByteBuffer firstBuffer = ByteBuffer.allocateDirect(FIRST_BUFFER);
    private final Heartbeat heartbeat;

    IoLoop(XnioIoThread thread, java.time.Duration pingInterval) {
        this.thread = thread;
        this.lane = new Lane(thread, (task, millis) -> thread.executeAfter(task, millis, TimeUnit.MILLISECONDS));
        this.heartbeat = new Heartbeat(thread, pingInterval);
    }

    /**
     * Closes a connection, soon. XNIO looks at all that is ready each time a connection is closed on its own I/O thread, so
     * that thousands that end at once would hold that thread up for seconds; from another thread it does so once for many.
     * The caller has stopped reading, and wants to hear of nothing any more.
     */
    void close(Closeable connection) {
        try {
            thread.getWorker().execute(() -> IoUtils.safeClose(connection));
        } catch (RejectedExecutionException e) {
            // The server ends.
            IoUtils.safeClose(connection);
        }
    }

    /** Writes what there is room for, and tells how many bytes were taken. */
    int write(StreamSinkConduit socket, ByteBuffer bytes) throws IOException {
        int written = 0;
        while (bytes.hasRemaining()) {
            int n = socket.write(bytes);
            if (n == 0) {
                break;
            }
            written += n;
        }
        lane.sent(written);
        return written;
    }

    XnioIoThread thread() {
        return thread;
    }

    Lane lane() {
        return lane;
    }

    Heartbeat heartbeat() {
        return heartbeat;
    }

    /** The buffer that the beginnings of streams go through; its content lasts for one write. */
    ByteBuffer firstBuffer() {
        return firstBuffer.clear();
    }

    /** Whether the {@link #readBuffer} has more than what was taken out of it; asked within the event. */
    boolean hasMore() {
        return readBuffer.hasRemaining();
    }

    /** The buffer that every read of this thread goes into; its content lasts for one event. */
    ByteBuffer readBuffer() {
        return readBuffer.clear();
    }
}
