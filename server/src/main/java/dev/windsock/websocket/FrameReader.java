package dev.windsock.websocket;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a client's frames (RFC 6455 section 5) from pieces cut anywhere, and puts messages together. Between messages it
 * holds no buffer. Not thread-safe.
 *
 * <pre>
 *   FLAGS → LENGTH → (EXTENDED)* → (MASK)*4 → PAYLOAD → FLAGS …
 *                                                └ a close frame → DONE
 * </pre>
 */
public final class FrameReader {
    private enum State {
        FLAGS,
        LENGTH,
        EXTENDED,
        MASK,
        PAYLOAD,
        DONE
    }

    private static final int MAX_CONTROL = 125;
    private static final int NO_STATUS = 1005;
    private static final byte[] NOTHING = {};

    private final int maxMessage;
    private final @Nullable Deflation deflation;

    private State state = State.FLAGS;
    private boolean fin;
    private int opcode;
    private int awaited;
    private int extendedBytes;
    private long length;
    private int mask;
    private int taken;

    /** The message under way: 0 where there is none, else the opcode of its first frame. */
    private int messageOpcode;

    private boolean messageCompressed;
    private byte[] message = NOTHING;
    private int messageSize;
    private @Nullable Utf8Check utf8;

    private byte[] control = NOTHING;

    /**
     * @param maxMessage largest message in bytes, compressed or not
     * @param deflation where permessage-deflate was negotiated
     */
    public FrameReader(int maxMessage, @Nullable Deflation deflation) {
        this.maxMessage = maxMessage;
        this.deflation = deflation;
    }

    /**
     * Takes all bytes of the buffer.
     *
     * @throws WebSocketException where the peer broke the protocol or a limit; the reader must not be used again
     */
    public void read(ByteBuffer in, MessageListener listener) throws WebSocketException {
        while (state != State.DONE && (in.hasRemaining() || state == State.PAYLOAD && taken == length)) {
            switch (state) {
                case FLAGS -> flags(in.get() & 0xFF);
                case LENGTH -> length(in.get() & 0xFF);
                case EXTENDED -> extended(in.get() & 0xFF);
                case MASK -> mask(in.get() & 0xFF);
                case PAYLOAD -> payload(in, listener);
                default -> throw new IllegalStateException();
            }
        }
        in.position(in.limit());
    }

    private void flags(int b) throws WebSocketException {
        fin = (b & 0x80) != 0;
        boolean rsv1 = (b & 0x40) != 0;
        opcode = b & 0x0F;
        if ((b & 0x30) != 0) {
            throw broken("A reserved bit is set");
        }
        if (!Opcode.isKnown(opcode)) {
            throw broken("Opcode " + opcode + " is reserved");
        }
        if (rsv1 && (deflation == null || opcode != Opcode.TEXT && opcode != Opcode.BINARY)) {
            throw broken("RSV1 is set where it has no meaning");
        }
        if (Opcode.isControl(opcode)) {
            if (!fin) {
                throw broken("A control frame is fragmented");
            }
        } else {
            begin(rsv1);
        }
        state = State.LENGTH;
    }

    private void begin(boolean rsv1) throws WebSocketException {
        if (opcode == Opcode.CONTINUATION) {
            if (messageOpcode == 0) {
                throw broken("A continuation frame continues nothing");
            }
        } else if (messageOpcode != 0) {
            throw broken("A new message begins inside another");
        } else {
            messageOpcode = opcode;
            messageCompressed = rsv1;
        }
    }

    private void length(int b) throws WebSocketException {
        if ((b & 0x80) == 0) {
            throw broken("A client's frame is not masked");
        }
        int seven = b & 0x7F;
        length = 0;
        if (seven < 126) {
            length = seven;
            endLength();
        } else if (Opcode.isControl(opcode)) {
            throw broken("A control frame is longer than " + MAX_CONTROL + " bytes");
        } else {
            extendedBytes = seven == 126 ? 2 : 8;
            awaited = extendedBytes;
            state = State.EXTENDED;
        }
    }

    private void extended(int b) throws WebSocketException {
        if (extendedBytes == 8 && awaited == 8 && b > 0x7F) {
            throw broken("A frame's length is negative");
        }
        length = length << 8 | b;
        if (--awaited == 0) {
            if (length < (extendedBytes == 2 ? 126 : 0x10000)) {
                throw broken("A frame's length is not in its shortest form");
            }
            endLength();
        }
    }

    private void endLength() throws WebSocketException {
        if (!Opcode.isControl(opcode) && length > maxMessage - messageSize) {
            throw tooBig();
        }
        awaited = 4;
        state = State.MASK;
    }

    private void mask(int b) {
        mask = mask << 8 | b;
        if (--awaited == 0) {
            taken = 0;
            if (Opcode.isControl(opcode)) {
                control = length == 0 ? NOTHING : new byte[(int) length];
            }
            state = State.PAYLOAD;
        }
    }

    private void payload(ByteBuffer in, MessageListener listener) throws WebSocketException {
        int n = (int) Math.min(in.remaining(), length - taken);
        if (Opcode.isControl(opcode)) {
            in.get(control, taken, n);
            Masking.apply(control, taken, n, mask, taken);
            taken += n;
            if (taken == length) {
                state = State.FLAGS;
                endControl(listener);
            }
        } else {
            append(in, n);
            taken += n;
            if (taken == length) {
                state = State.FLAGS;
                if (fin) {
                    endMessage(listener);
                }
            }
        }
    }

    private void append(ByteBuffer in, int n) throws WebSocketException {
        int needed = messageSize + n;
        if (needed > message.length) {
            // The frame's length is only a claim: what is set aside for it grows with what has really come.
            int room = n == length && fin ? needed : Math.max(needed, Math.min(maxMessage, 2 * message.length));
            message = Arrays.copyOf(message, room);
        }
        in.get(message, messageSize, n);
        Masking.apply(message, messageSize, n, mask, taken);
        if (messageOpcode == Opcode.TEXT && !messageCompressed) {
            checkUtf8(message, messageSize, needed);
        }
        messageSize = needed;
    }

    private void checkUtf8(byte[] bytes, int from, int to) throws WebSocketException {
        if (utf8 == null) {
            utf8 = new Utf8Check();
        }
        if (!utf8.accept(bytes, from, to)) {
            throw notUtf8();
        }
    }

    private void endMessage(MessageListener listener) throws WebSocketException {
        byte[] whole = message.length == messageSize ? message : Arrays.copyOf(message, messageSize);
        boolean text = messageOpcode == Opcode.TEXT;
        if (messageCompressed && deflation != null) {
            whole = deflation.inflate(whole, maxMessage);
            if (text && !Utf8Check.isUtf8(whole, 0, whole.length)) {
                throw notUtf8();
            }
        } else if (text && utf8 != null && !utf8.isComplete()) {
            throw notUtf8();
        }
        message = NOTHING;
        messageSize = 0;
        messageOpcode = 0;
        utf8 = null;
        if (text) {
            listener.text(whole);
        } else {
            listener.binary(whole);
        }
    }

    private void endControl(MessageListener listener) throws WebSocketException {
        byte[] payload = control;
        control = NOTHING;
        switch (opcode) {
            case Opcode.PING -> listener.ping(payload);
            case Opcode.PONG -> listener.pong();
            default -> {
                state = State.DONE;
                listener.close(closeCode(payload));
            }
        }
    }

    private static int closeCode(byte[] payload) throws WebSocketException {
        if (payload.length == 0) {
            return NO_STATUS;
        }
        if (payload.length == 1) {
            throw broken("A close frame has half a status code");
        }
        int code = (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
        if (!CloseCodes.mayBeSent(code)) {
            throw broken("Status code " + code + " must not be sent");
        }
        if (!Utf8Check.isUtf8(payload, 2, payload.length)) {
            throw notUtf8();
        }
        return code;
    }

    private static WebSocketException broken(String message) {
        return new WebSocketException(WebSocketException.PROTOCOL_ERROR, message);
    }

    private static WebSocketException notUtf8() {
        return new WebSocketException(WebSocketException.INVALID_PAYLOAD, "A text is not UTF-8");
    }

    private WebSocketException tooBig() {
        return new WebSocketException(
                WebSocketException.TOO_BIG, "A message may have " + maxMessage + " bytes at most");
    }
}
