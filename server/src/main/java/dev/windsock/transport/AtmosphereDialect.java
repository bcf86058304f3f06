package dev.windsock.transport;

import dev.windsock.channel.Encoding;
import dev.windsock.protocol.Frame;
import dev.windsock.websocket.FrameWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Atmosphere's own protocol, as its stock clients speak it: bare messages, with their length before them where the client
 * asks for it, and a handshake at the start where it asks for that. It knows no other frame.
 *
 * @param handshake what the client wants to be told first; null where nothing
 */
record AtmosphereDialect(
        Transport transport, boolean withLength, @Nullable String handshake) implements Dialect {
    /** What carries it. */
    enum Transport {
        WEBSOCKET(WireForm.ATMOSPHERE_WEBSOCKET, WireForm.ATMOSPHERE_WEBSOCKET_LENGTH),
        SSE(WireForm.ATMOSPHERE_SSE, WireForm.ATMOSPHERE_SSE_LENGTH),
        BODY(WireForm.ATMOSPHERE_BODY, WireForm.ATMOSPHERE_BODY_LENGTH);

        private final Encoding bare;
        private final Encoding withLength;

        Transport(Encoding bare, Encoding withLength) {
            this.bare = bare;
            this.withLength = withLength;
        }
    }

    private static final byte[] NOTHING = {};

    /** A ping on a stream of events: its clients drop this character, and take a comment for a message. */
    private static final byte[] HEARTBEAT = {'X'};

    /** One message at a time: the clients split what they get by reads, not by lengths. */
    @Override
    public boolean isJoint() {
        return transport == Transport.WEBSOCKET;
    }

    @Override
    public Encoding encoding() {
        return withLength ? transport.withLength : transport.bare;
    }

    @Override
    public byte[] encode(Frame frame) {
        return switch (frame.kind()) {
            case "connect" -> handshake == null ? NOTHING : text(handshake.getBytes(StandardCharsets.UTF_8));
            case "ping" -> ping();
            default -> NOTHING;
        };
    }

    private byte[] ping() {
        return switch (transport) {
            case WEBSOCKET -> FrameWriter.ping();
            case SSE -> text(HEARTBEAT);
            case BODY -> NOTHING;
        };
    }

    private byte[] text(byte[] text) {
        byte[] message = withLength ? WireForm.withLength(text) : text;
        return switch (transport) {
            case WEBSOCKET -> FrameWriter.text(message);
            case SSE -> WireForm.atmosphereEvent(message);
            case BODY -> message;
        };
    }
}
