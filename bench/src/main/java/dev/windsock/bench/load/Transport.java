package dev.windsock.bench.load;

/** The way in which a contestant's deliveries travel. */
public enum Transport {
    /** Frames of RFC 6455. */
    WEBSOCKET("WebSocket"),
    /** The same with permessage-deflate (RFC 7692). */
    COMPRESSED("compressed WebSocket"),
    /** One HTTP answer that does not end. */
    SSE("SSE"),
    /** One HTTP answer at a time. */
    POLLING("long polling");

    private final String label;

    Transport(String label) {
        this.label = label;
    }

    /** Returns what the tables call it. */
    public String label() {
        return label;
    }
}
