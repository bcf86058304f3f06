package dev.windsock.transport;

import dev.windsock.channel.Channel;
import dev.windsock.channel.Channels;
import dev.windsock.channel.Message;
import dev.windsock.connection.Connection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.atmosphere.cpr.AtmosphereConfig;
import org.atmosphere.cpr.AtmosphereResource;
import org.atmosphere.cpr.Broadcaster;

/**
 * A channel as Atmosphere's {@link Broadcaster}: a broadcast is a publish, and a resource is added by opening a cursor
 * for its connection. It holds nothing of its own, so there may be several of one channel. Thread-safe.
 */
final class ChannelBroadcaster extends LogBroadcaster {
    private final Channels channels;

    ChannelBroadcaster(Channels channels, String channel, AtmosphereConfig atmosphere) {
        super(atmosphere, channel);
        this.channels = channels;
    }

    @Override
    public Future<Object> broadcast(Object message) {
        byte[] text = message instanceof byte[] bytes
                ? bytes
                : String.valueOf(message).getBytes(StandardCharsets.UTF_8);
        return channels.publish(getID(), Message.of(AtmosphereConversation.data(text)))
                .thenApply(Object.class::cast);
    }

    /** Subscribes the resource's connection, from now on, where it is not subscribed already. */
    @Override
    public Broadcaster addAtmosphereResource(AtmosphereResource resource) {
        return onLane(resource, Connection::join);
    }

    @Override
    public Broadcaster removeAtmosphereResource(AtmosphereResource resource) {
        return onLane(resource, Connection::part);
    }

    private Broadcaster onLane(AtmosphereResource resource, BiConsumer<Connection, String> change) {
        Carrier carrier = Bridge.carrier(resource);
        if (carrier != null && !carrier.connection().isClosed()) {
            Connection connection = carrier.connection();
            connection.lane().execute(() -> change.accept(connection, getID()));
        }
        return this;
    }

    /** A snapshot, which may miss those that come or go meanwhile. */
    @Override
    public Collection<AtmosphereResource> getAtmosphereResources() {
        List<AtmosphereResource> resources = new ArrayList<>();
        Channel channel = channels.find(getID());
        if (channel != null) {
            channel.forEachSubscriber(subscriber -> {
                if (subscriber instanceof Connection connection && connection.outlet() instanceof Carrier carrier) {
                    resources.add(carrier.resource());
                }
            });
        }
        return resources;
    }
}
