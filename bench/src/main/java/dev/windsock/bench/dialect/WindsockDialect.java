package dev.windsock.bench.dialect;

import dev.windsock.bench.load.Conversation;
import dev.windsock.bench.load.Dialect;
import dev.windsock.bench.load.LoadException;
import dev.windsock.bench.load.Transport;
import dev.windsock.bench.load.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Windsock's own, as PROTOCOL.md has it; publishes over WebSocket carry no id, so they are not answered.
 *
 * @param position where a subscription to a channel starts, as JSON
 */
public record WindsockDialect(Function<String, String> position) implements Dialect {
    private static final String PATH = "/windsock";
    private static final Pattern EPOCH = Pattern.compile("\"epoch\":\"([^\"]+)\"");

    /** Returns one whose subscriptions start now. */
    public static WindsockDialect fromNow() {
        return new WindsockDialect(channel -> "null");
    }

    @Override
    public Set<Transport> transports() {
        return EnumSet.allOf(Transport.class);
    }

    @Override
    public String subscriberPath(List<String> channels) {
        return PATH;
    }

    @Override
    public String publisherPath() {
        return PATH;
    }

    @Override
    public Conversation subscriber(Transport transport, List<String> channels, int port) {
        String follow = channels.stream()
                .map(channel -> '"' + channel + "\":" + position.apply(channel))
                .collect(Collectors.joining(","));
        return switch (transport) {
            case WEBSOCKET, COMPRESSED -> new Talk("{\"id\":1,\"connect\":{\"channels\":{" + follow + "}}}");
            case SSE ->
                new SseTalk("{\"id\":1,\"connect\":{\"transport\":\"sse\",\"channels\":{" + follow + "}}}", port);
            case POLLING -> new WindsockPolling(channels, position, port);
        };
    }

    @Override
    public Conversation publisher() {
        return new Talk("{\"id\":1,\"connect\":{}}");
    }

    @Override
    public byte[] publication(String channel, String message, String session) {
        return ("{\"publish\":{\"channel\":\"" + channel + "\",\"data\":\"" + message + "\"}}")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public byte[] request(String channel, String message, int port) {
        String path = "/api/v1/channels/" + channel + "/messages";
        return Dialect.post(path, "application/json", '"' + message + '"', port);
    }

    /** Asks for the channel's epoch, and recovers from before its first publication. */
    @Override
    public Dialect recovering(int port) throws IOException {
        String poll = "{\"id\":1,\"connect\":{\"channels\":{\"bench0\":null}}}";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(Dialect.post(PATH, "application/x-ndjson", poll, port));
            byte[] answer = new byte[4096];
            int count = socket.getInputStream().read(answer);
            Matcher epoch = EPOCH.matcher(new String(answer, 0, count, StandardCharsets.ISO_8859_1));
            if (!epoch.find()) {
                throw new LoadException("the answer to a poll came without an epoch");
            }
            String start = "{\"epoch\":\"" + epoch.group(1) + "\",\"offset\":0}";
            return new WindsockDialect(channel -> start);
        }
    }

    /** Returns a message as an item of a batch. */
    public static String item(String channel, String message) {
        return "{\"channel\":\"" + channel + "\",\"data\":\"" + message + "\"}";
    }

    /** Returns the request that publishes a batch of items. */
    public static byte[] batch(List<String> items, int port) {
        String body = "{\"messages\":[" + String.join(",", items) + "]}";
        return Dialect.post("/api/v1/messages", "application/json", body, port);
    }

    private record Talk(String connect) implements Conversation {
        @Override
        public void opened(Wire wire) throws IOException {
            wire.send(connect);
        }

        @Override
        public void heard(String text, Wire wire) throws IOException {
            for (String line : text.split("\n")) {
                if (line.startsWith("{\"ping\"")) {
                    wire.send("{\"pong\":{}}");
                } else {
                    WindsockDialect.reply(line, wire);
                }
            }
        }
    }

    private record SseTalk(String connect, int port) implements Conversation {
        @Override
        public void opened(Wire wire) throws IOException {
            byte[] request = Dialect.post(PATH, "application/x-ndjson", connect, port);
            wire.send(new String(request, StandardCharsets.ISO_8859_1));
        }

        /** The answer's head, events, and comments for pings. */
        @Override
        public void heard(String text, Wire wire) {
            int data = text.indexOf("data: ");
            if (data >= 0) {
                reply(text.substring(data + "data: ".length()), wire);
            }
        }
    }

    private static void reply(String line, Wire wire) {
        if (!line.startsWith("{\"id\":1,\"connect\"") || line.contains("\"error\"")) {
            throw new LoadException("the server sent " + line);
        }
        wire.ready();
    }
}
