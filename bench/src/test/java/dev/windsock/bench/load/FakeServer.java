package dev.windsock.bench.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server of one connection that sends what the test says. */
final class FakeServer implements AutoCloseable {
    private static final String ACCEPTANCE = """
            HTTP/1.1 101 Switching Protocols
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=

            """;

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private Socket socket = new Socket();

    FakeServer() throws IOException {}

    int port() {
        return listener.getLocalPort();
    }

    /** Takes the connection and answers its handshake. */
    void accept() throws IOException {
        socket = listener.accept();
        socket.setTcpNoDelay(true);
        StringBuilder request = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (request.indexOf("\r\n\r\n") < 0) {
            request.append((char) in.read());
        }
        send(ACCEPTANCE.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Reads one short masked frame; returns its opcode and its payload as {@code opcode:payload}. */
    String readFrame() throws IOException {
        InputStream in = socket.getInputStream();
        byte[] head = in.readNBytes(2);
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(head[1] & 0x7F);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i & 3];
        }
        return (head[0] & 0x0F) + ":" + new String(payload, StandardCharsets.UTF_8);
    }

    /** Returns an unmasked frame as servers send it. */
    static byte[] frame(int opcode, String payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        frame.write(0x80 | opcode);
        if (bytes.length < 126) {
            frame.write(bytes.length);
        } else {
            frame.write(126);
            frame.write(bytes.length >> 8);
            frame.write(bytes.length);
        }
        frame.writeBytes(bytes);
        return frame.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        listener.close();
    }
}
