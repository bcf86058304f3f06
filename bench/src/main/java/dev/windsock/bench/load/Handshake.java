package dev.windsock.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The opening handshake of a client (RFC 6455 section 4.1), with one key for all: the example of the RFC. */
final class Handshake {
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover;"
            + " client_no_context_takeover\r\n";
    private static final int LONGEST = 8192;

    private Handshake() {}

    /** Returns the request; it offers permessage-deflate without contexts where compression is wanted. */
    static ByteBuffer request(String path, int port, String subprotocol, boolean compressed) {
        String request = "GET " + path + " HTTP/1.1\r\n"
                + "Host: localhost:" + port + "\r\n"
                + "Upgrade: websocket\r\n"
                + "Connection: Upgrade\r\n"
                + "Sec-WebSocket-Key: " + KEY + "\r\n"
                + "Sec-WebSocket-Version: 13\r\n"
                + (subprotocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n")
                + (compressed ? OFFER : "")
                + "\r\n";
        return ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns whether the answer is there as a whole; the buffer then stands behind it. */
    static boolean accepted(ByteBuffer buffer) {
        int length = Math.min(buffer.remaining(), LONGEST);
        byte[] bytes = new byte[length];
        buffer.get(buffer.position(), bytes);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        if (!text.startsWith("HTTP/1.1 101 ") || !text.contains(ACCEPT)) {
            throw new LoadException("no WebSocket: " + text.substring(0, text.indexOf("\r\n")));
        }
        buffer.position(buffer.position() + end + 4);
        return true;
    }
}
