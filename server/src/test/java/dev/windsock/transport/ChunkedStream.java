package dev.windsock.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Requests on a plain socket, and the bytes of the answers as they come; whatever is not framed as it must be fails. */
final class ChunkedStream implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 50_000;
    private static final int SMALL_BUFFER = 4096;

    private final TestServer server;
    private final Socket socket = new Socket();
    private final InputStream in;

    /** A reader with little room, so that the server has to wait for it soon. */
    ChunkedStream(TestServer server, String request) throws IOException {
        this.server = server;
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
        in = new BufferedInputStream(socket.getInputStream());
        send(request);
    }

    /** Lines of a request's head, with {@code |} for their ends. */
    void send(String request) throws IOException {
        socket.getOutputStream().write(request.replace("|", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("The connection ended within " + line);
            }
            line.write(b);
        }
        assertThat(line.toString(StandardCharsets.UTF_8)).endsWith("\r");
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    /** The head of an answer, its lines with {@code |} between and behind. */
    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.append(line).append('|');
        }
        return head.toString();
    }

    /** What the next chunk brings, plain; null where it is the last. */
    @Nullable
    String chunk() throws IOException {
        int length = HexFormat.fromHexDigits(line());
        byte[] content = in.readNBytes(length);
        assertThat(content).hasSize(length);
        assertThat(line()).isEmpty();
        return length == 0 ? null : server.plain(new String(content, StandardCharsets.UTF_8));
    }

    /** All that comes until the connection ends, plain. */
    String rest() throws IOException {
        return server.plain(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
