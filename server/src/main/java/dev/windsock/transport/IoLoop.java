package dev.windsock.transport;

import dev.windsock.channel.Lane;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.xnio.XnioIoThread;

/** What the connections of one I/O thread share. Used on that thread only. */
final class IoLoop {
    private static final int READ_BUFFER = 64 * 1024;

    private final XnioIoThread thread;
    private final Lane lane;
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BUFFER);
    private final Heartbeat heartbeat;

    IoLoop(XnioIoThread thread, java.time.Duration pingInterval) {
        this.thread = thread;
        this.lane = new Lane(thread, (task, millis) -> thread.executeAfter(task, millis, TimeUnit.MILLISECONDS));
        this.heartbeat = new Heartbeat(thread, pingInterval);
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

    /** The buffer that every read of this thread goes into; its content lasts for one event. */
    ByteBuffer readBuffer() {
        return readBuffer.clear();
    }
}
