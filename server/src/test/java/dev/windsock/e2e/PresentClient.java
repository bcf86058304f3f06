package dev.windsock.e2e;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client on a WebSocket that reads what comes, on a thread of its own, and answers pings. */
public final class PresentClient implements AutoCloseable {
    private final WebSocketConnection socket;
    private final HttpConnection http;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** Follows one channel, from a position on where one is given. */
    PresentClient(int port, String client, String channel, String since) throws IOException {
        http = new HttpConnection(port);
        socket = new WebSocketConnection(http, "/windsock");
        send("{\"id\":1,\"connect\":{\"client\":\"" + client + "\",\"user\":\"" + client + "\",\"channels\":{\""
                + channel + "\":" + since + "}}}");
        lines.add(socket.readLine());
        Thread.ofVirtual().start(this::read);
    }

    /** A client as a process: port, client id and channel. */
    public static void main(String[] arguments) throws Exception {
        try (PresentClient client =
                new PresentClient(Integer.parseInt(arguments[0]), arguments[1], arguments[2], "null")) {
            System.out.println("Connected to ws://127.0.0.1:" + arguments[0]);
            Thread.currentThread().join();
        }
    }

    private void read() {
        try {
            while (true) {
                String line = socket.readLine();
                if (line.equals("{\"ping\":{}}")) {
                    send("{\"pong\":{}}");
                } else {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            lines.add("gone");
        }
    }

    void send(String line) throws IOException {
        socket.send(line);
    }

    /** All that came, but for pings; {@code gone} at the end. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Who joined and left, such as {@code join a}, in the order in which it was told. */
    List<String> changes() {
        return lines().stream()
                .map(Template::parse)
                .filter(frame -> frame.has("join") || frame.has("leave"))
                .map(frame -> frame.fieldNames().next() + " "
                        + frame.elements().next().path("user").asText())
                .toList();
    }

    /** Cuts the connection. */
    void cut() throws IOException {
        http.abort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
