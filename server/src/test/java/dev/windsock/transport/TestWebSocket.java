package dev.windsock.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A WebSocket whose bytes are written and read as they are. In what is written here, single quotes stand for double ones. */
final class TestWebSocket implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;

    TestWebSocket(TestServer server) throws IOException {
        socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        Upgrades.ask(socket, Transports.PATH, "");
        await("\r\n\r\n");
    }

    /** A short text message, masked with zeros (RFC 6455 section 5.2). */
    static byte[] frame(String text) {
        byte[] payload = text.replace('\'', '"').getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(new byte[] {(byte) 0x81, (byte) (0x80 | payload.length), 0, 0, 0, 0});
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    /** Writes all in one go. */
    void write(byte[]... frames) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            all.writeBytes(frame);
        }
        socket.getOutputStream().write(all.toByteArray());
    }

    /** Reads up to where the text has come, one character a byte. */
    void await(String text) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(text) < 0) {
            int b = socket.getInputStream().read();
            if (b < 0) {
                throw new IOException("The end, after " + read);
            }
            read.append((char) b);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
