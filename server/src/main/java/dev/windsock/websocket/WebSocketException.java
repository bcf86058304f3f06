package dev.windsock.websocket;

/** The peer broke RFC 6455 or a limit; the connection must be closed with {@link #code()} (section 7.1.7). */
public final class WebSocketException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Section 7.4.1: the status codes that this codec closes with. */
    public static final int PROTOCOL_ERROR = 1002;

    public static final int INVALID_PAYLOAD = 1007;
    public static final int TOO_BIG = 1009;

    private final int code;

    WebSocketException(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The message, which this type always has. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
