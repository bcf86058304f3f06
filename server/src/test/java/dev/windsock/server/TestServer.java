package dev.windsock.server;

import io.undertow.server.HttpHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A listener on a port of its own, and requests to it as they are written: no client adds or forbids headers. */
final class TestServer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Listener listener;

    TestServer(HttpHandler handler) {
        try {
            listener = Listener.open("127.0.0.1", 0, handler);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    String host() {
        return "localhost:" + listener.address().getPort();
    }

    /** A whole response. */
    record Response(String head, String body) {
        int status() {
            return Integer.parseInt(head.split(" ", 3)[1]);
        }

        /** The field's value, empty where it is absent. */
        String field(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ": ", 0, name.length() + 2))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst()
                    .orElse("");
        }
    }

    /** Sends a request without a body. */
    Response send(String method, String target, String... fields) throws IOException {
        String host = String.join("", fields).contains("Host: ") ? "" : "Host: " + host() + "\r\n";
        String lines = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
        return raw(method + " " + target + " HTTP/1.1\r\n" + host + lines + "Connection: close\r\n\r\n");
    }

    Response raw(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), listener.address().getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String all = read(socket.getInputStream());
            int end = all.indexOf("\r\n\r\n");
            return new Response(all.substring(0, end), all.substring(end + 4));
        }
    }

    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        in.transferTo(all);
        return all.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        listener.close();
    }
}
