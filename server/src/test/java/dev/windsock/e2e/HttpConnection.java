package dev.windsock.e2e;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 on a plain socket: what is sent and what is received is exactly what the test sees.
 *
 * <p>A read that waits for a minute fails.
 */
final class HttpConnection implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream in;

    HttpConnection(int port) throws IOException {
        this(port, InetAddress.getLoopbackAddress());
    }

    /** From this address of this machine: each has ephemeral ports of its own. */
    HttpConnection(int port, InetAddress source) throws IOException {
        socket = new Socket(InetAddress.getByName("127.0.0.1"), port, source, 0);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** The status line and the header fields of a response, as they came. */
    record Head(String statusLine, List<String> fields) {

        int status() {
            return Integer.parseInt(statusLine.split(" ", 3)[1]);
        }

        @Nullable
        String field(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            return fields.stream()
                    .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(field -> field.substring(prefix.length()).strip())
                    .findFirst()
                    .orElse(null);
        }
    }

    Socket socket() {
        return socket;
    }

    InputStream in() {
        return in;
    }

    /** Sends a request; {@code Host} and {@code Content-Length} are added, nothing else. */
    void send(String requestLine, List<String> fields, String body) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(requestLine).append("\r\n");
        head.append("Host: localhost:").append(socket.getPort()).append("\r\n");
        fields.forEach(field -> head.append(field).append("\r\n"));
        if (content.length > 0) {
            head.append("Content-Length: ").append(content.length).append("\r\n");
        }
        sendBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8), content);
    }

    /** Sends these bytes in one write. */
    void sendBytes(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        socket.getOutputStream().write(all.toByteArray());
    }

    Head readHead() throws IOException {
        String statusLine = readLine(in);
        List<String> fields = new ArrayList<>();
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            fields.add(line);
        }
        return new Head(statusLine, fields);
    }

    /** The body of the response with this head, decoded as it comes. */
    InputStream body(Head head) {
        if ("chunked".equalsIgnoreCase(head.field("Transfer-Encoding"))) {
            return FramedBody.ofChunks(in);
        }
        String length = head.field("Content-Length");
        return length == null ? in : FramedBody.ofLength(in, Integer.parseInt(length));
    }

    /** The whole body as text. */
    String readBody(Head head) throws IOException {
        return new String(body(head).readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The next event of an event stream, without the empty line at its end. */
    static List<String> readEvent(InputStream body) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = readLine(body); !line.isEmpty() || lines.isEmpty(); line = readLine(body)) {
            if (!line.isEmpty() && !line.startsWith(":")) {
                lines.add(line);
            }
        }
        return lines;
    }

    static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("The end came instead of a line, after: " + line);
            }
            line.write(c);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** Ends the connection with a reset. */
    void abort() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** A body of a known length, or one in chunks (RFC 9112 section 7.1): then the length is that of the current chunk. */
    private static final class FramedBody extends InputStream {
        private final InputStream in;
        private final boolean chunked;
        private int left;
        private boolean ended;

        private FramedBody(InputStream in, boolean chunked, int left) {
            this.in = in;
            this.chunked = chunked;
            this.left = left;
        }

        static FramedBody ofLength(InputStream in, int length) {
            return new FramedBody(in, false, length);
        }

        static FramedBody ofChunks(InputStream in) {
            return new FramedBody(in, true, 0);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0 && !ended) {
                nextChunk();
            }
            if (ended) {
                return -1;
            }
            int count = in.read(buffer, offset, Math.min(length, left));
            if (count < 0) {
                throw new EOFException("The body was cut, " + left + " bytes before its end or its next chunk");
            }
            left -= count;
            if (chunked && left == 0) {
                readLine(in);
            }
            return count;
        }

        private void nextChunk() throws IOException {
            if (chunked) {
                String size = readLine(in);
                int extension = size.indexOf(';');
                left = Integer.parseInt((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
            }
            ended = left == 0;
            if (chunked && ended) {
                readLine(in);
            }
        }
    }
}
