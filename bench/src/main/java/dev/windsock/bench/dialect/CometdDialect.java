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

/** CometD's: Bayeux, over WebSocket and over long polling. */
public record CometdDialect() implements Dialect {
    private static final String PATH = "/cometd";

    @Override
    public Set<Transport> transports() {
        return EnumSet.of(Transport.WEBSOCKET, Transport.COMPRESSED, Transport.POLLING);
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
        return new Bayeux(channels, transport == Transport.POLLING, port);
    }

    @Override
    public Conversation publisher() {
        return new Bayeux(List.of(), false, 0);
    }

    @Override
    public byte[] publication(String channel, String message, String session) {
        return ("[{\"channel\":\"/" + channel + "\",\"clientId\":\"" + session + "\",\"data\":\"" + message + "\"}]")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Publishes of one client that come fast overtake each other. */
    @Override
    public boolean ordered() {
        return false;
    }

    /** The server gives the last messages to each new subscriber. */
    @Override
    public Dialect recovering(int port) {
        return this;
    }

    /** Handshake, subscribe, then one {@code /meta/connect} after the other, which over HTTP carries the deliveries. */
    private static final class Bayeux implements Conversation {
        private static final Pattern CLIENT = Pattern.compile("\"clientId\":\"([^\"]+)\"");
        private static final Pattern BROWSER = Pattern.compile("(BAYEUX_BROWSER=[^;\r]+)");
        private static final int ENVELOPE = 72;

        private final List<String> channels;
        private final boolean polling;
        private final int port;
        private String client = "";
        private String cookie = "";

        Bayeux(List<String> channels, boolean polling, int port) {
            this.channels = channels;
            this.polling = polling;
            this.port = port;
        }

        @Override
        public int envelope() {
            return ENVELOPE;
        }

        @Override
        public void opened(Wire wire) throws IOException {
            send(
                    "[{\"id\":\"1\",\"channel\":\"/meta/handshake\",\"version\":\"1.0\",\"supportedConnectionTypes\":[\""
                            + type() + "\"]}]",
                    wire);
        }

        @Override
        public String session() {
            return client;
        }

        private String type() {
            return polling ? "long-polling" : "websocket";
        }

        private void send(String message, Wire wire) throws IOException {
            if (polling) {
                // A session belongs to the browser that shook hands, which is known by a cookie.
                String type = cookie.isEmpty() ? "application/json" : "application/json\r\nCookie: " + cookie;
                wire.send(new String(Dialect.post(PATH, type, message, port), StandardCharsets.ISO_8859_1));
            } else {
                wire.send(message);
            }
        }

        @Override
        public void heard(String text, Wire wire) throws IOException {
            if (text.contains("\"successful\":false") || (polling && !text.startsWith("HTTP/1.1 200 "))) {
                throw new LoadException("the server sent " + text);
            }
            if (text.contains("/meta/handshake")) {
                Matcher id = CLIENT.matcher(text);
                if (!id.find()) {
                    throw new LoadException("no session: " + text);
                }
                client = id.group(1);
                Matcher browser = BROWSER.matcher(text);
                cookie = browser.find() ? browser.group(1) : "";
                if (!channels.isEmpty()) {
                    subscribe(wire);
                    return;
                }
                wire.ready();
                connect(wire);
            } else if (text.contains("/meta/subscribe")) {
                wire.ready();
                connect(wire);
            } else if (polling || text.contains("/meta/connect")) {
                connect(wire);
            }
        }

        private void subscribe(Wire wire) throws IOException {
            send(
                    "[{\"id\":\"2\",\"channel\":\"/meta/subscribe\",\"clientId\":\"" + client
                            + "\",\"subscription\":[\"/" + String.join("\",\"/", channels) + "\"]}]",
                    wire);
        }

        private void connect(Wire wire) throws IOException {
            send(
                    "[{\"id\":\"3\",\"channel\":\"/meta/connect\",\"clientId\":\"" + client + "\",\"connectionType\":\""
                            + type() + "\"}]",
                    wire);
        }
    }
}
