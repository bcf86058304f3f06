package dev.windsock.transport;

import dev.windsock.websocket.Deflation;
import dev.windsock.websocket.FrameReader;
import dev.windsock.websocket.FrameWriter;
import dev.windsock.websocket.MessageListener;
import dev.windsock.websocket.WebSocketException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.xnio.ChannelListener;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.conduits.StreamSinkConduit;

/**
 * One WebSocket on Undertow's upgraded connection: frames are read from and written to the socket directly, without
 * Undertow's frame channels, which cost as much as the system calls. Used on its I/O thread only.
 *
 * <pre>
 *   OPEN ──close frame sent──→ CLOSING ──the peer's, or its end, or time──→ CLOSED
 * </pre>
 */
public final class WebSocketLink implements ChannelListener<ConduitStreamSourceChannel> {
    /** Who uses a link. */
    public interface Listener extends MessageListener {
        /** There may be room again, after {@link WebSocketLink#awaitWritable}. */
        void writable();

        /** The link is gone; nothing more will be called. Called once. */
        void gone();
    }

    /** How long the peer has to answer a close frame (RFC 6455 section 7.1.1 leaves it open). */
    private static final int CLOSE_SECONDS = 3;

    private static final int NO_STATUS = 1005;

    private enum State {
        OPEN,
        CLOSING,
        CLOSED
    }

    private final StreamConnection connection;

    private final StreamSinkConduit socket;

    private final IoLoop loop;
    private final FrameReader reader;
    private final boolean deflated;
    private Listener listener = Deaf.INSTANCE;
    private State state = State.OPEN;
    private int fault;

    WebSocketLink(StreamConnection connection, IoLoop loop, int maxMessage, boolean deflated) {
        this.connection = connection;
        this.socket = connection.getSinkChannel().getConduit();
        this.loop = loop;
        this.deflated = deflated;
        this.reader = new FrameReader(maxMessage, deflated ? WireForm.deflation() : null);
    }

    /** Whether permessage-deflate was negotiated. */
    public boolean isDeflated() {
        return deflated;
    }

    /** The compressor of this link's thread. */
    public Deflation deflation() {
        return WireForm.deflation();
    }

    /** The close code with which this side ended it since the peer broke the protocol; 0 where it did not. */
    int fault() {
        return fault;
    }

    IoLoop loop() {
        return loop;
    }

    /** Begins to read. */
    void start(Listener user) {
        listener = user;
        connection.setCloseListener(closed -> lost());
        connection.getSourceChannel().setReadListener(this);
        connection.getSourceChannel().resumeReads();
        // What came together with the handshake is here already, and the selector will not tell of it.
        connection.getSourceChannel().wakeupReads();
    }

    /** Stops reading, so that a peer that sends more than it reads has to wait. */
    public void suspendReads() {
        connection.getSourceChannel().suspendReads();
    }

    /** Goes on reading. */
    public void resumeReads() {
        connection.getSourceChannel().wakeupReads();
    }

    @Override
    public void handleEvent(ConduitStreamSourceChannel source) {
        ByteBuffer buffer = loop.readBuffer();
        try {
            int n;
            while ((n = source.read(buffer)) > 0) {
                buffer.flip();
                if (state == State.OPEN) {
                    reader.read(buffer, listener);
                } else if (state == State.CLOSED) {
                    return;
                }
                boolean more = n == buffer.capacity();
                buffer.clear();
                if (!more || !source.isReadResumed()) {
                    return;
                }
            }
            if (n < 0) {
                abort();
            }
        } catch (WebSocketException e) {
            fault = e.code();
            close(e.code(), e.getMessage());
        } catch (IOException e) {
            abort();
        } finally {
            loop.lane().release();
        }
    }

    /** What the socket is written by, for as long as the link is not told to close. */
    StreamSinkConduit socket() {
        return socket;
    }

    /**
     * Writes what there is room for.
     *
     * @return how many bytes were taken; -1 where the link is gone
     */
    public int write(ByteBuffer bytes) {
        try {
            return loop.write(socket, bytes);
        } catch (IOException e) {
            abort();
            return -1;
        }
    }

    /** Asks for one call of {@link Listener#writable}. */
    public void awaitWritable() {
        connection.getSinkChannel().setWriteListener(sink -> {
            sink.suspendWrites();
            listener.writable();
        });
        connection.getSinkChannel().resumeWrites();
    }

    /** The peer has sent a close frame: answers with the same, and ends. */
    public void answerClose(int code) {
        if (state == State.OPEN) {
            close(code == NO_STATUS ? NO_STATUS : code, "");
        } else {
            abort();
        }
    }

    /**
     * Sends a close frame and ends when the peer has closed, or after a while. To be called when nothing is half written.
     */
    public void close(int code, String reason) {
        if (state != State.OPEN) {
            return;
        }
        state = State.CLOSING;
        ByteBuffer frame = ByteBuffer.wrap(FrameWriter.close(code, reason));
        if (write(frame) < 0) {
            return;
        }
        try {
            if (frame.hasRemaining()) {
                abort();
                return;
            }
            connection.getSinkChannel().shutdownWrites();
            connection.getSinkChannel().flush();
        } catch (IOException e) {
            abort();
            return;
        }
        // Reading on until the peer's end keeps the close frame from being lost in a reset.
        connection.getSourceChannel().resumeReads();
        loop.thread().executeAfter(this::abort, CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    /** Cuts the connection. May be called twice. */
    public void abort() {
        if (state != State.CLOSED) {
            connection.getSourceChannel().suspendReads();
            lost();
            loop.close(connection);
        }
    }

    private void lost() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            Listener user = listener;
            listener = Deaf.INSTANCE;
            user.gone();
        }
    }

    /** Before the link has a user, and after. */
    private enum Deaf implements Listener {
        INSTANCE;

        @Override
        public void text(byte[] utf8) {}

        @Override
        public void binary(byte[] data) {}

        @Override
        public void ping(byte[] payload) {}

        @Override
        public void pong() {}

        @Override
        public void close(int code) {}

        @Override
        public void writable() {}

        @Override
        public void gone() {}
    }
}
