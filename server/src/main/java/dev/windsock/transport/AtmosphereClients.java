package dev.windsock.transport;

import dev.windsock.protocol.Position;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where Atmosphere's clients are in their channels, by the tracking ids that they were given: they do not state positions
 * themselves, and a poll would else miss what came since the last. Bounded: the ones not seen for longest are forgotten
 * first. Thread-safe.
 */
final class AtmosphereClients {
    private static final int MAX = 100_000;

    private final Map<String, Client> clients = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Client> eldest) {
            return size() > MAX;
        }
    };

    /** Where a client was, and its connection where it has one. */
    private record Client(
            String channel,
            @Nullable Position position,
            @Nullable Carrier carrier) {}

    synchronized void connected(String id, String channel, Carrier carrier) {
        clients.put(id, new Client(channel, position(id, channel), carrier));
    }

    synchronized void leftAt(String id, String channel, Carrier carrier, @Nullable Position position) {
        Client client = clients.get(id);
        if (client != null && Objects.equals(client.carrier(), carrier)) {
            clients.put(id, new Client(channel, position == null ? client.position() : position, null));
        }
    }

    synchronized @Nullable Position position(String id, String channel) {
        Client client = clients.get(id);
        return client != null && client.channel().equals(channel) ? client.position() : null;
    }

    /** The client says that it leaves: forgets it, and returns its connection where it has one. */
    synchronized @Nullable Carrier remove(String id) {
        Client client = clients.remove(id);
        return client == null ? null : client.carrier();
    }
}
