package dev.windsock.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/** WebSocket frames. */
final class WebSocketInbound implements Inbound {
    private static final int COMPRESSED = 0x40;

    private final ByteBuffer handshake;
    private final Inflation inflation;
    private final Hint hint;
    private boolean accepted;

    WebSocketInbound(ByteBuffer handshake, Inflation inflation, Hint hint) {
        this.handshake = handshake;
        this.inflation = inflation;
        this.hint = hint;
    }

    /** Where the last message with one delivery had it: most have it at the same place. */
    static final class Hint {
        private int length;
        private int offset;
    }

    @Override
    public void opened(Link link) throws IOException {
        byte[] request = new byte[handshake.remaining()];
        handshake.get(handshake.position(), request);
        link.write(request);
    }

    @Override
    public void take(ByteBuffer buffer, Link link) throws IOException {
        if (!accepted) {
            if (!Handshake.accepted(buffer)) {
                return;
            }
            accepted = true;
            link.conversation().opened(link);
        }
        while (buffer.remaining() >= 2) {
            int at = buffer.position();
            int header = Frames.headerLength(buffer, at);
            if (buffer.remaining() < header) {
                return;
            }
            int length = Frames.payloadLength(buffer, at);
            if (buffer.remaining() < header + length) {
                return;
            }
            frame(buffer, at, at + header, length, link);
            buffer.position(at + header + length);
        }
    }

    private void frame(ByteBuffer buffer, int head, int at, int length, Link link) throws IOException {
        switch (Frames.opcode(buffer, head)) {
            case Frames.TEXT, Frames.BINARY -> {
                if ((buffer.get(head) & COMPRESSED) == 0) {
                    message(buffer, at, length, link);
                } else {
                    ByteBuffer whole = inflation.inflate(buffer, at, length);
                    message(whole, 0, whole.limit(), link);
                }
            }
            case Frames.PING -> {
                byte[] payload = new byte[length];
                buffer.get(at, payload);
                link.write(Frames.masked(Frames.PONG, payload));
            }
            case Frames.PONG -> {}
            default ->
                throw new LoadException("the server sent a frame with the opcode " + Frames.opcode(buffer, head));
        }
    }

    private void message(ByteBuffer buffer, int at, int length, Link link) throws IOException {
        if (length == hint.length && Message.sequence(buffer, at + hint.offset) >= 0) {
            link.delivery(buffer, at + hint.offset);
            return;
        }
        int beside = link.deliveries(buffer, at, at + length);
        if (beside < 0 || beside > link.conversation().envelope()) {
            link.hear(buffer, at, length);
        } else if (length < 2 * Message.LENGTH) {
            hint.length = length;
            hint.offset = Message.find(buffer, at, at + length) - at;
        }
    }
}
