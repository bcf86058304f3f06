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
import java.util.Locale;
import java.util.Set;

/**
 * Nchan's: the path of a WebSocket tells its one channel, also for one that publishes, and each publish is answered.
 *
 * @param compressed whether publishes are compressed for those who negotiated it
 * @param recovering whether a subscriber wants the last messages first
 * @param multiplexed whether a subscriber also publishes
 */
public record NchanDialect(boolean compressed, boolean recovering, boolean multiplexed) implements Dialect {
    /** Returns the usual one. */
    public static NchanDialect usual() {
        return new NchanDialect(false, false, false);
    }

    @Override
    public Set<Transport> transports() {
        return EnumSet.allOf(Transport.class);
    }

    @Override
    public String subscriberPath(List<String> channels) {
        String path = multiplexed ? "/chat" : recovering ? "/recover" : "/subscribe";
        return path + "/" + String.join(",", channels);
    }

    @Override
    public String publisherPath() {
        return (compressed ? "/publish-compressed/" : "/publish/") + "bench0";
    }

    @Override
    public Conversation subscriber(Transport transport, List<String> channels, int port) {
        return switch (transport) {
            case WEBSOCKET, COMPRESSED -> new OnWebSocket();
            case SSE -> new Streaming(get(channels, port, "Accept: text/event-stream\r\n"));
            case POLLING -> new Polling(channels, port);
        };
    }

    private static String get(List<String> channels, int port, String headers) {
        return "GET /subscribe/" + String.join(",", channels) + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n"
                + headers + "\r\n";
    }

    @Override
    public Conversation publisher() {
        return new OnWebSocket();
    }

    @Override
    public byte[] publication(String channel, String message, String session) {
        return message.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public byte[] request(String channel, String message, int port) {
        return Dialect.post("/publish/" + channel, "text/plain", message, port);
    }

    @Override
    public Dialect recovering(int port) {
        return new NchanDialect(compressed, true, multiplexed);
    }

    @Override
    public Dialect chatting() {
        return new NchanDialect(compressed, recovering, true);
    }

    @Override
    public Dialect compressing() {
        return new NchanDialect(true, recovering, multiplexed);
    }

    private static final class OnWebSocket implements Conversation {
        @Override
        public void opened(Wire wire) {
            wire.ready();
        }

        @Override
        public void heard(String text, Wire wire) {
            if (!text.startsWith("queued messages:")) {
                throw new LoadException("the server sent " + text);
            }
        }
    }

    private record Streaming(String request) implements Conversation {
        @Override
        public void opened(Wire wire) throws IOException {
            wire.send(request);
        }

        /** The answer's head, then comments. */
        @Override
        public void heard(String text, Wire wire) {
            wire.ready();
        }
    }

    /** Each poll says which message it has, by the time and the tag that came with it. */
    private static final class Polling implements Conversation {
        private final List<String> channels;
        private final int port;

        Polling(List<String> channels, int port) {
            this.channels = channels;
            this.port = port;
        }

        /** Nothing comes to a poll that starts now until something is published, so it counts when it is sent. */
        @Override
        public void opened(Wire wire) throws IOException {
            wire.send(get(channels, port, ""));
            wire.ready();
        }

        @Override
        public void heard(String text, Wire wire) throws IOException {
            if (!text.startsWith("HTTP/1.1 200 ")) {
                throw new LoadException("a poll was answered with " + text);
            }
            wire.send(get(
                    channels,
                    port,
                    "If-Modified-Since: " + header(text, "last-modified: ") + "\r\nIf-None-Match: "
                            + header(text, "etag: ") + "\r\n"));
        }

        private static String header(String answer, String name) {
            int from = answer.toLowerCase(Locale.ROOT).indexOf("\n" + name) + 1 + name.length();
            return answer.substring(from, answer.indexOf('\r', from));
        }
    }
}
