package dev.windsock.protocol;

/** Why the server ends a connection: the table of PROTOCOL.md section 7. */
public enum CloseCode {
    DISCONNECTED("disconnected", 1000, false),
    SHUTDOWN("shutdown", 1001, true),
    NO_PONG("no-pong", 4000, true),
    SLOW("slow", 4001, true),
    PROTOCOL_ERROR("protocol-error", 1002, false),
    UNSUPPORTED_DATA("unsupported-data", 1003, false),
    BAD_UTF8("bad-utf8", 1007, false),
    NOT_CONNECTED("not-connected", 1008, false),
    TOO_LARGE("too-large", 1009, false),
    INTERNAL("internal", 1011, true);

    private final String code;
    private final int webSocketCode;
    private final boolean reconnect;

    CloseCode(String code, int webSocketCode, boolean reconnect) {
        this.code = code;
        this.webSocketCode = webSocketCode;
        this.reconnect = reconnect;
    }

    /** The code in a {@code close} frame. */
    public String code() {
        return code;
    }

    /** The status code of the WebSocket close frame that follows (RFC 6455 section 7.4). */
    public int webSocketCode() {
        return webSocketCode;
    }

    /** Whether the client should come back. */
    public boolean reconnect() {
        return reconnect;
    }
}
