package dev.windsock.bench.dialect;

import dev.windsock.bench.load.Conversation;
import dev.windsock.bench.load.Dialect;
import dev.windsock.bench.load.LoadException;
import dev.windsock.bench.load.Transport;
import dev.windsock.bench.load.Wire;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * That of servers whose path tells the channels and whose deliveries are the messages themselves.
 *
 * @param named whether a publish names its channel; the bare loops have one channel only
 * @param recovering whether a subscriber wants the last messages first
 */
public record PlainDialect(boolean named, boolean recovering) implements Dialect {
    @Override
    public Set<Transport> transports() {
        return EnumSet.of(Transport.WEBSOCKET, Transport.COMPRESSED);
    }

    @Override
    public String subscriberPath(List<String> channels) {
        String path = recovering ? "/recover" : "/subscribe";
        return named ? path + "?channels=" + String.join(",", channels) : path;
    }

    @Override
    public String publisherPath() {
        return "/publish";
    }

    @Override
    public Conversation subscriber(Transport transport, List<String> channels, int port) {
        return new ReadyAtOnce();
    }

    @Override
    public Conversation publisher() {
        return new ReadyAtOnce();
    }

    @Override
    public byte[] publication(String channel, String message, String session) {
        String text = named ? "{\"channel\":\"" + channel + "\",\"data\":\"" + message + "\"}" : message;
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public byte[] request(String channel, String message, int port) {
        return Dialect.post("/publish?channel=" + channel, "text/plain", message, port);
    }

    @Override
    public Dialect recovering(int port) {
        return new PlainDialect(named, true);
    }

    private static final class ReadyAtOnce implements Conversation {
        @Override
        public void opened(Wire wire) {
            wire.ready();
        }

        @Override
        public void heard(String text, Wire wire) {
            throw new LoadException("the server sent " + text);
        }
    }
}
