package dev.windsock.bench.floor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The server's side of the opening handshake (RFC 6455 section 4.2.2). */
final class FloorHandshake {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String KEY_HEADER = "Sec-WebSocket-Key: ";
    private static final MessageDigest SHA_1 = sha1();

    private FloorHandshake() {}

    /** Answers a request that came in one piece; returns its path. */
    static String answer(ByteBuffer input, SocketChannel channel) throws IOException {
        String request = StandardCharsets.ISO_8859_1.decode(input).toString();
        int key = request.indexOf(KEY_HEADER);
        if (key < 0 || !request.endsWith("\r\n\r\n")) {
            throw new IOException("not a WebSocket handshake");
        }
        int start = key + KEY_HEADER.length();
        String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept(request.substring(start, request.indexOf("\r\n", start)))
                + "\r\n\r\n";
        channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.ISO_8859_1)));
        return request.substring(request.indexOf(' ') + 1, request.indexOf(" HTTP/"));
    }

    private static String accept(String key) {
        byte[] digest = SHA_1.digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
        return Base64.getEncoder().encodeToString(digest);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
