package dev.windsock.bench.load;

import java.io.IOException;

/** What is said on one connection to a contestant, and what is made of its answers; deliveries are taken out before. */
public interface Conversation {
    /** Begins: the TCP connection is there, and for a WebSocket the handshake is done. */
    void opened(Wire wire) throws IOException;

    /** Takes a WebSocket message or an SSE event without a delivery, or a whole HTTP answer. */
    void heard(String text, Wire wire) throws IOException;

    /**
     * Returns how many bytes may surround a delivery in one WebSocket message; where there are more, it is heard as well,
     * since it has something else in it.
     */
    default int envelope() {
        return Integer.MAX_VALUE;
    }

    /** Returns what the contestant calls this client, where publishes must name it. */
    default String session() {
        return "";
    }
}
