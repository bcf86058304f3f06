package dev.windsock.transport;

import dev.windsock.counts.End;
import dev.windsock.protocol.CloseCode;
import dev.windsock.protocol.TransportName;
import dev.windsock.websocket.FrameWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.atmosphere.cpr.AtmosphereResource;
import org.xnio.conduits.StreamSinkConduit;

/** A connection over WebSocket. */
final class WebSocketCarrier extends Carrier implements WebSocketLink.Listener {
    private final WebSocketLink link;

    /** Written to directly, since each object on the way is a cache miss a delivery. */
    private final StreamSinkConduit socket;

    private boolean left;

    WebSocketCarrier(WebSocketLink link, Surroundings surroundings, Dialect dialect, Conversation conversation) {
        super(surroundings, dialect, conversation);
        this.link = link;
        this.socket = link.socket();
    }

    @Override
    AtmosphereResource.TRANSPORT kind() {
        return AtmosphereResource.TRANSPORT.WEBSOCKET;
    }

    @Override
    void opened() {
        resource().suspend();
        loop().heartbeat().add(this);
        conversation().opened(connection());
    }

    // From the client

    @Override
    public void text(byte[] utf8) {
        // Those who publish fast have several messages in one read: they go out together, on every lane.
        if (loop().hasMore()) {
            loop().lane().hold();
        }
        conversation().text(connection(), utf8);
    }

    @Override
    public void binary(byte[] data) {
        connection().close(CloseCode.UNSUPPORTED_DATA, "Frames travel in text messages");
    }

    @Override
    public void ping(byte[] payload) {
        connection().heard();
        connection().sendRaw(FrameWriter.pong(payload));
    }

    @Override
    public void pong() {
        connection().heard();
    }

    @Override
    public void close(int code) {
        left = true;
        connection().closed();
        link.answerClose(code);
    }

    @Override
    public void writable() {
        connection().writable();
    }

    @Override
    public void gone() {
        finish();
    }

    @Override
    End end() {
        End end = super.end();
        if (end != End.CUT && end != End.NEVER_CONNECTED) {
            return end;
        }
        if (link.fault() != 0) {
            return End.ofWebSocket(link.fault());
        }
        return left && end == End.CUT ? End.LEFT : end;
    }

    // To the client

    @Override
    public TransportName transport() {
        return TransportName.WEBSOCKET;
    }

    @Override
    public boolean isOpen() {
        return !socket.isWriteShutdown();
    }

    @Override
    public int write(ByteBuffer bytes) {
        try {
            return loop().write(socket, bytes);
        } catch (IOException e) {
            link.abort();
            return -1;
        }
    }

    @Override
    public void awaitWritable() {
        link.awaitWritable();
    }

    @Override
    public void end(CloseCode code, String reason) {
        link.close(code.webSocketCode(), reason);
    }

    @Override
    public void abort() {
        link.abort();
    }
}
