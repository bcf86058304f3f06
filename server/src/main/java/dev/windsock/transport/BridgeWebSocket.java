package dev.windsock.transport;

import dev.windsock.protocol.CloseCode;
import dev.windsock.websocket.FrameWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.atmosphere.cpr.AtmosphereConfig;
import org.atmosphere.websocket.WebSocket;

/** A {@link WebSocketCarrier} as Atmosphere's own parts would write to it. */
final class BridgeWebSocket extends WebSocket {
    private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);
    private static final CharBuffer NO_CHARS = CharBuffer.allocate(0);

    private final WebSocketCarrier carrier;

    BridgeWebSocket(AtmosphereConfig config, WebSocketCarrier carrier) {
        super(config);
        this.carrier = carrier;
        bb = NO_BYTES;
        cb = NO_CHARS;
    }

    /** Atmosphere would keep a copy of the request's attributes for messages that are requests; here none is. */
    @Override
    public void shiftAttributes() {}

    @Override
    public boolean isOpen() {
        return !carrier.connection().isClosed();
    }

    @Override
    public WebSocket write(String text) throws IOException {
        byte[] frame = FrameWriter.text(text.getBytes(StandardCharsets.UTF_8));
        carrier.loop().lane().execute(() -> carrier.connection().sendRaw(frame));
        return this;
    }

    @Override
    public WebSocket write(byte[] bytes, int offset, int length) throws IOException {
        byte[] frame = FrameWriter.binary(Arrays.copyOfRange(bytes, offset, offset + length));
        carrier.loop().lane().execute(() -> carrier.connection().sendRaw(frame));
        return this;
    }

    /** Called when Atmosphere ends the resource: an ended connection has nothing more to close. */
    @Override
    public void close() {
        carrier.loop().lane().execute(() -> carrier.connection().close(CloseCode.INTERNAL, "Closed by the server"));
    }
}
