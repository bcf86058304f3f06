package dev.windsock.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** How a contestant is spoken to. */
public interface Dialect {
    /** Returns the transports by which it delivers. */
    Set<Transport> transports();

    /** Returns the path of the WebSocket of a subscriber of these channels. */
    String subscriberPath(List<String> channels);

    /** Returns the path of the WebSocket of a publisher. */
    String publisherPath();

    /** Returns the subprotocol of all WebSockets, or nothing. */
    default String subprotocol() {
        return "";
    }

    /** Begins the conversation of a subscriber of these channels. */
    Conversation subscriber(Transport transport, List<String> channels, int port);

    /** Begins the conversation of a publisher on its WebSocket. */
    Conversation publisher();

    /** Returns the WebSocket message that publishes a message on a channel in a session of a conversation. */
    byte[] publication(String channel, String message, String session);

    /** Returns whether WebSocket messages are binary. */
    default boolean binary() {
        return false;
    }

    /** Returns whether what one client publishes comes in that order. */
    default boolean ordered() {
        return true;
    }

    /** Returns the HTTP request that publishes a message on a channel. */
    default byte[] request(String channel, String message, int port) {
        throw new UnsupportedOperationException("no publishing by HTTP");
    }

    /** Returns the dialect for messages that later subscribers want to recover. */
    default Dialect keeping() {
        return this;
    }

    /** Returns the dialect whose subscribers first recover what was published before on the channel {@code bench0}. */
    default Dialect recovering(int port) throws IOException {
        throw new UnsupportedOperationException("no recovery");
    }

    /** Returns the dialect for clients that publish on the WebSocket by which they are subscribed. */
    default Dialect chatting() {
        return this;
    }

    /** Returns the dialect for publishes to subscribers that have negotiated compression. */
    default Dialect compressing() {
        return this;
    }

    /** Returns an HTTP request with a body. */
    static byte[] post(String path, String type, String body, int port) {
        return ("POST " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nContent-Type: " + type
                        + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
