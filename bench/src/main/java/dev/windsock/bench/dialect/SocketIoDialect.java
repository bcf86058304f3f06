package dev.windsock.bench.dialect;

import dev.windsock.bench.load.Conversation;
import dev.windsock.bench.load.Dialect;
import dev.windsock.bench.load.LoadException;
import dev.windsock.bench.load.Transport;
import dev.windsock.bench.load.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Socket.IO's protocol 5 on Engine.IO's protocol 4. The server joins a client to the rooms that its connect packet names,
 * and gives an event {@code publish} to the room that it names.
 *
 * @param recovering whether a subscriber wants the last messages first
 */
public record SocketIoDialect(boolean recovering) implements Dialect {
    private static final String PATH = "/socket.io/?EIO=4&transport=";

    @Override
    public Set<Transport> transports() {
        return EnumSet.of(Transport.WEBSOCKET, Transport.COMPRESSED, Transport.POLLING);
    }

    @Override
    public String subscriberPath(List<String> channels) {
        return PATH + "websocket";
    }

    @Override
    public String publisherPath() {
        return PATH + "websocket";
    }

    @Override
    public Conversation subscriber(Transport transport, List<String> channels, int port) {
        String connect = "40{\"rooms\":[\"" + String.join("\",\"", channels) + "\"],\"recover\":" + recovering + "}";
        return transport == Transport.POLLING ? new Polling(connect, port) : new OnWebSocket(connect);
    }

    @Override
    public Conversation publisher() {
        return new OnWebSocket("40{\"rooms\":[]}");
    }

    @Override
    public byte[] publication(String channel, String message, String session) {
        return ("42[\"publish\",\"" + channel + "\",\"" + message + "\"]").getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public byte[] request(String channel, String message, int port) {
        return Dialect.post("/publish?channel=" + channel, "text/plain", message, port);
    }

    @Override
    public Dialect recovering(int port) {
        return new SocketIoDialect(true);
    }

    private record OnWebSocket(String connect) implements Conversation {
        @Override
        public void opened(Wire wire) {}

        @Override
        public void heard(String text, Wire wire) throws IOException {
            switch (text.substring(0, 1)) {
                case "0" -> wire.send(connect);
                case "2" -> wire.send("3");
                default -> {
                    if (!text.startsWith("40")) {
                        throw new LoadException("the server sent " + text);
                    }
                    wire.ready();
                }
            }
        }
    }

    /** On one connection: open, connect, then one poll after the other; a ping is answered before the next. */
    private static final class Polling implements Conversation {
        private static final Pattern SESSION = Pattern.compile("\r\n\r\n0\\{\"sid\":\"([^\"]+)\"");

        private final String connect;
        private final int port;
        private @Nullable String path;

        Polling(String connect, int port) {
            this.connect = connect;
            this.port = port;
        }

        @Override
        public void opened(Wire wire) throws IOException {
            wire.send(get(PATH + "polling"));
        }

        private String get(String path) {
            return "GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n";
        }

        @Override
        public void heard(String text, Wire wire) throws IOException {
            if (!text.startsWith("HTTP/1.1 200 ")) {
                throw new LoadException("a poll was answered with " + text);
            }
            if (path == null) {
                Matcher session = SESSION.matcher(text);
                if (!session.find()) {
                    throw new LoadException("no session: " + text);
                }
                path = PATH + "polling&sid=" + session.group(1);
                post(path, connect, wire);
                return;
            }
            String body = text.substring(text.indexOf("\r\n\r\n") + 4);
            if (body.startsWith("40") || body.contains("\u001e40")) {
                wire.ready();
            }
            if (body.equals("2") || body.contains("\u001e2") || body.startsWith("2\u001e")) {
                post(path, "3", wire);
            } else {
                wire.send(get(path));
            }
        }

        private void post(String path, String packet, Wire wire) throws IOException {
            wire.send(new String(
                    Dialect.post(path, "text/plain;charset=UTF-8", packet, port), StandardCharsets.ISO_8859_1));
        }
    }
}
