package dev.windsock.bench.load;

import java.io.IOException;

/** One connection, as a conversation sees it. */
public interface Wire {
    /** Sends a text: a WebSocket message, or over HTTP a whole request. */
    void send(String text) throws IOException;

    /** Sends a binary WebSocket message. */
    void send(byte[] bytes) throws IOException;

    /** Says that the subscription stands. */
    void ready();
}
