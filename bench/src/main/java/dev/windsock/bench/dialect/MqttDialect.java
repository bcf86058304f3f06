package dev.windsock.bench.dialect;

import dev.windsock.bench.load.Conversation;
import dev.windsock.bench.load.Dialect;
import dev.windsock.bench.load.LoadException;
import dev.windsock.bench.load.Transport;
import dev.windsock.bench.load.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * MQTT 3.1.1 in WebSocket messages (section 6 of its specification), quality of service 0, without keep alive.
 *
 * @param retained whether the last messages are kept for later subscribers, each under a topic of its own below its channel
 */
public record MqttDialect(boolean retained) implements Dialect {
    private static final int CONNECT = 0x10;
    private static final int CONNECTED = 0x20;
    private static final int PUBLISH = 0x30;
    private static final int RETAIN = 0x01;
    private static final int SUBSCRIBE = 0x82;
    private static final int SUBSCRIBED = 0x90;
    private static final byte[] HELLO = {0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, 0};

    @Override
    public Set<Transport> transports() {
        return EnumSet.of(Transport.WEBSOCKET);
    }

    @Override
    public String subscriberPath(List<String> channels) {
        return "/mqtt";
    }

    @Override
    public String publisherPath() {
        return "/mqtt";
    }

    @Override
    public String subprotocol() {
        return "mqtt";
    }

    @Override
    public boolean binary() {
        return true;
    }

    @Override
    public Conversation subscriber(Transport transport, List<String> channels, int port) {
        return new Talk(
                retained ? channels.stream().map(channel -> channel + "/+").toList() : channels);
    }

    @Override
    public Conversation publisher() {
        return new Talk(List.of());
    }

    @Override
    public byte[] publication(String channel, String message, String session) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        // The last digit of the sequence number tells the ten last messages apart.
        string(retained ? channel + "/" + message.charAt(7) : channel, body);
        body.writeBytes(message.getBytes(StandardCharsets.ISO_8859_1));
        return packet(retained ? PUBLISH | RETAIN : PUBLISH, body.toByteArray());
    }

    @Override
    public Dialect keeping() {
        return new MqttDialect(true);
    }

    @Override
    public Dialect recovering(int port) {
        return new MqttDialect(true);
    }

    private static void string(String text, ByteArrayOutputStream to) {
        to.write(text.length() >> 8);
        to.write(text.length());
        to.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] packet(int head, byte[] body) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(head);
        int length = body.length;
        for (; length > 127; length >>= 7) {
            packet.write(0x80 | (length & 127));
        }
        packet.write(length);
        packet.writeBytes(body);
        return packet.toByteArray();
    }

    private record Talk(List<String> topics) implements Conversation {
        @Override
        public void opened(Wire wire) throws IOException {
            wire.send(packet(CONNECT, HELLO));
        }

        @Override
        public void heard(String text, Wire wire) throws IOException {
            switch (text.charAt(0)) {
                case CONNECTED -> {
                    if (topics.isEmpty()) {
                        wire.ready();
                    } else {
                        wire.send(packet(SUBSCRIBE, subscription()));
                    }
                }
                case SUBSCRIBED -> wire.ready();
                default -> throw new LoadException("the server sent a packet of the type " + (int) text.charAt(0));
            }
        }

        private byte[] subscription() {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes(new byte[] {0, 1});
            for (String topic : topics) {
                string(topic, body);
                body.write(0);
            }
            return body.toByteArray();
        }
    }
}
