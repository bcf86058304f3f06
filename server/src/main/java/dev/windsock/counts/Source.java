package dev.windsock.counts;

import dev.windsock.protocol.TransportName;

/** Where publications come from. */
public enum Source {
    REST,
    WEBSOCKET,
    SSE,
    POLLING,
    /** Stock clients of Atmosphere's, on any transport. */
    ATMOSPHERE,
    /** The server itself: who came and who went. */
    PRESENCE,
    /** The application that has started the server. */
    APPLICATION;

    /** A client on that transport. */
    public static Source of(TransportName transport) {
        return switch (transport) {
            case WEBSOCKET -> WEBSOCKET;
            case SSE -> SSE;
            case POLLING -> POLLING;
        };
    }
}
