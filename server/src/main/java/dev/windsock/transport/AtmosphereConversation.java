package dev.windsock.transport;

import dev.windsock.channel.Channels;
import dev.windsock.channel.Message;
import dev.windsock.channel.Published;
import dev.windsock.connection.Connection;
import dev.windsock.counts.Source;
import dev.windsock.protocol.Json;
import dev.windsock.protocol.Position;
import dev.windsock.protocol.ProtocolException;
import dev.windsock.protocol.Start;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A stock client of Atmosphere's: it follows one channel, and all that it sends is published there. */
final class AtmosphereConversation implements Conversation {
    private final Channels channels;
    private final AtmosphereClients clients;
    private final String channel;
    private final @Nullable String id;
    private final Bridge bridge;

    /**
     * @param id the tracking id by which the client is known again; null where it wants none
     */
    AtmosphereConversation(
            Channels channels, AtmosphereClients clients, String channel, @Nullable String id, Bridge bridge) {
        this.channels = channels;
        this.clients = clients;
        this.channel = channel;
        this.id = id;
        this.bridge = bridge;
    }

    @Override
    public void opened(Connection connection) {
        Carrier carrier = (Carrier) connection.outlet();
        bridge.follows(carrier, channel);
        Position since = null;
        if (id != null) {
            since = clients.position(id, channel);
            clients.connected(id, channel, carrier);
        }
        connection.follow(channel, since == null ? Start.NOW : Start.after(since));
    }

    @Override
    public void text(Connection connection, byte[] utf8) {
        try {
            publish(channels, channel, utf8);
        } catch (ProtocolException e) {
            // Atmosphere's protocol has no word for it: the client sees that its message does not come back.
        }
    }

    @Override
    public void ending(Connection connection) {
        if (id != null) {
            clients.leftAt(id, channel, (Carrier) connection.outlet(), connection.position(channel));
        }
    }

    /**
     * Publishes what a client sent.
     *
     * @throws ProtocolException where it is not text, or there is no room
     */
    static void publish(Channels channels, String channel, byte[] text) {
        if (text.length > 0) {
            // Atmosphere's protocol has no answer that could wait for what becomes of it.
            CompletableFuture<Published> unused =
                    channels.publishByClient(channel, Message.of(data(text)), Source.ATMOSPHERE);
        }
    }

    /** A text as a message: the JSON that it is where it is an object or an array, else a string. */
    static byte[] data(byte[] utf8) {
        if (utf8.length > 0 && (utf8[0] == '{' || utf8[0] == '[')) {
            try {
                return Json.value(utf8);
            } catch (ProtocolException e) {
                // Not JSON after all.
            }
        }
        return Json.string(Json.text(utf8));
    }
}
