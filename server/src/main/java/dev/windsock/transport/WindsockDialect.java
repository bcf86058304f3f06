package dev.windsock.transport;

import dev.windsock.channel.Encoding;
import dev.windsock.protocol.Frame;
import dev.windsock.protocol.Frames;
import dev.windsock.websocket.FrameWriter;
import java.nio.charset.StandardCharsets;

/** The protocol of PROTOCOL.md, on each transport. */
enum WindsockDialect implements Dialect {
    WEBSOCKET(WireForm.WEBSOCKET) {
        @Override
        public byte[] encode(Frame frame) {
            return FrameWriter.text(frame.json());
        }
    },
    WEBSOCKET_DEFLATED(WireForm.WEBSOCKET_DEFLATED) {
        @Override
        public byte[] encode(Frame frame) {
            return WireForm.deflated(frame.json());
        }
    },
    SSE(WireForm.SSE) {
        @Override
        public byte[] encode(Frame frame) {
            if (frame.equals(Frames.ping())) {
                return SSE_PING;
            }
            String field = frame.kind().equals(Frames.PADDING) ? ":" : "event: " + frame.kind() + "\ndata: ";
            return WireForm.concat(WireForm.ascii(field), frame.json(), WireForm.ascii("\n\n"));
        }
    },
    SSE_CHUNKED(WireForm.SSE_CHUNKED) {
        @Override
        public byte[] encode(Frame frame) {
            return frame.equals(Frames.ping()) ? CHUNKED_PING : WireForm.chunk(SSE.encode(frame));
        }
    },
    LINES(WireForm.LINE) {
        @Override
        public byte[] encode(Frame frame) {
            return WireForm.concat(frame.json(), WireForm.ascii("\n"));
        }
    };

    /** A comment, which readers pass over. */
    private static final byte[] SSE_PING = ": ping\n\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] CHUNKED_PING = WireForm.chunk(SSE_PING);

    private final Encoding encoding;

    WindsockDialect(Encoding encoding) {
        this.encoding = encoding;
    }

    @Override
    public Encoding encoding() {
        return encoding;
    }

    @Override
    public boolean isChunked() {
        return this == SSE_CHUNKED;
    }

    @Override
    public boolean answersPings() {
        return encoding == WireForm.WEBSOCKET || encoding == WireForm.WEBSOCKET_DEFLATED;
    }
}
