package dev.windsock.e2e;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/**
 * A WebSocket client (RFC 6455) that does nothing by itself: it answers no ping and no close, so that a test decides.
 */
final class WebSocketConnection implements AutoCloseable {

    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final byte[] MASK = {1, 2, 3, 4};

    private final HttpConnection http;
    private final DataInputStream in;
    private final Queue<String> lines = new ArrayDeque<>();

    /** One frame as it came. */
    record Frame(int opcode, byte[] payload) {

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        int closeCode() {
            return ByteBuffer.wrap(payload).getShort() & 0xffff;
        }
    }

    WebSocketConnection(int port, String target) throws IOException {
        this(new HttpConnection(port), target);
    }

    /** Upgrades this connection, and owns it from now on. */
    WebSocketConnection(HttpConnection http, String target) throws IOException {
        this.http = http;
        http.send(
                "GET " + target + " HTTP/1.1",
                List.of(
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="),
                "");
        HttpConnection.Head head = http.readHead();
        if (head.status() != 101 || !"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=".equals(head.field("Sec-WebSocket-Accept"))) {
            http.close();
            throw new IOException("Not upgraded: " + head);
        }
        in = new DataInputStream(http.in());
    }

    void send(String text) throws IOException {
        send(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void send(int opcode, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) (0x80 | opcode));
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 0x10000) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        frame.put(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ MASK[i & 3]));
        }
        http.sendBytes(Arrays.copyOf(frame.array(), frame.position()));
    }

    /** The next frame of whatever kind; the server's frames are never fragmented. */
    Frame readFrame() throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        if ((first & 0xf0) != 0x80 || (second & 0x80) != 0) {
            throw new IOException("Not a whole, plain, unmasked frame: %02x %02x".formatted(first, second));
        }
        long length = second;
        if (second == 126) {
            length = in.readUnsignedShort();
        } else if (second == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        return new Frame(first & 0xf, payload);
    }

    /** The next line of the text messages; pings are answered on the way. */
    String readLine() throws IOException {
        while (lines.isEmpty()) {
            Frame frame = readFrame();
            switch (frame.opcode()) {
                case TEXT ->
                    frame.text().lines().filter(line -> !line.isEmpty()).forEach(lines::add);
                case PING -> send(PONG, frame.payload());
                case PONG -> {}
                default -> throw new IOException("Not a text message: opcode " + frame.opcode() + " " + closing(frame));
            }
        }
        return lines.remove();
    }

    List<String> readLines(int count) throws IOException {
        List<String> read = new ArrayList<>();
        while (read.size() < count) {
            read.add(readLine());
        }
        return read;
    }

    private static String closing(Frame frame) {
        return frame.opcode() == CLOSE && frame.payload().length >= 2 ? "code " + frame.closeCode() : "";
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
