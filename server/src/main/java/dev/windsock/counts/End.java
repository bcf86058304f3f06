package dev.windsock.counts;

import dev.windsock.protocol.CloseCode;

/** How a connection has ended: by a close code of the server's, or otherwise. */
public enum End {
    DISCONNECTED,
    SHUTDOWN,
    NO_PONG,
    SLOW,
    PROTOCOL_ERROR,
    UNSUPPORTED_DATA,
    BAD_UTF8,
    NOT_CONNECTED,
    TOO_LARGE,
    INTERNAL,
    /** The client has closed the WebSocket. */
    LEFT,
    /** A poll has had its answer. */
    ANSWERED,
    /** The network, or the client, has ended it without a word. */
    CUT,
    /** The same, before the client had said anything. */
    NEVER_CONNECTED;

    public static End of(CloseCode code) {
        return valueOf(code.name());
    }

    /** That of a WebSocket's close code, which has one of ours. */
    public static End ofWebSocket(int code) {
        for (CloseCode known : CloseCode.values()) {
            if (known.webSocketCode() == code) {
                return of(known);
            }
        }
        return INTERNAL;
    }
}
