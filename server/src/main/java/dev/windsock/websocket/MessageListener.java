package dev.windsock.websocket;

/** What comes out of a {@link FrameReader}, in the peer's order. */
public interface MessageListener {
    /** A whole text message, checked to be UTF-8. The array is the listener's. */
    void text(byte[] utf8);

    /** A whole binary message. The array is the listener's. */
    void binary(byte[] data);

    /** A ping, which is to be answered with a pong of the same payload (RFC 6455 section 5.5.2). */
    void ping(byte[] payload);

    void pong();

    /**
     * The peer's close frame (RFC 6455 section 5.5.1); nothing comes after it.
     *
     * @param code the peer's status code, 1005 where it sent none
     */
    void close(int code);
}
