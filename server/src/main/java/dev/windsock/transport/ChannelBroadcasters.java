package dev.windsock.transport;

import dev.windsock.channel.Channel;
import dev.windsock.channel.Channels;
import java.util.Collection;
import java.util.List;
import org.atmosphere.cpr.AtmosphereConfig;
import org.atmosphere.cpr.Broadcaster;
import org.atmosphere.cpr.BroadcasterFactory;
import org.atmosphere.cpr.BroadcasterListener;

/** Finds the {@link Broadcaster} of a channel, which is made on the spot. Channels come and go by themselves. */
final class ChannelBroadcasters implements BroadcasterFactory {
    private final Channels channels;
    private final AtmosphereConfig atmosphere;
    private final RootBroadcaster root;

    ChannelBroadcasters(Channels channels, AtmosphereConfig atmosphere) {
        this.channels = channels;
        this.atmosphere = atmosphere;
        this.root = new RootBroadcaster(atmosphere);
    }

    RootBroadcaster root() {
        return root;
    }

    @Override
    public void configure(Class<? extends Broadcaster> type, String lifeCyclePolicy, AtmosphereConfig config) {}

    @Override
    public Broadcaster get() {
        return root;
    }

    /** A channel's by its name; the root by any path, as which Atmosphere names what it maps handlers to. */
    @Override
    public Broadcaster get(Object id) {
        return id.toString().startsWith("/")
                ? root
                : new ChannelBroadcaster(
                        channels, channels.channel(id.toString()).name(), atmosphere);
    }

    @Override
    public <T extends Broadcaster> T get(Class<T> type, Object id) {
        return type.cast(get(id));
    }

    @Override
    public <T extends Broadcaster> T lookup(Class<T> type, Object id) {
        return type.cast(get(id));
    }

    @Override
    public <T extends Broadcaster> T lookup(Class<T> type, Object id, boolean create) {
        return type.cast(get(id));
    }

    @Override
    @SuppressWarnings({"unchecked", "deprecation", "TypeParameterUnusedInFormals"}) // Atmosphere's signature
    public <T extends Broadcaster> T lookup(Object id) {
        return (T) get(id);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Atmosphere's signature
    public <T extends Broadcaster> T lookup(Object id, boolean create) {
        return (T) get(id);
    }

    @Override
    public Collection<Broadcaster> lookupAll() {
        return channels.all().stream().map(Channel::name).map(this::get).toList();
    }

    @Override
    public boolean add(Broadcaster broadcaster, Object id) {
        return false;
    }

    @Override
    public boolean remove(Broadcaster broadcaster, Object id) {
        return false;
    }

    @Override
    public boolean remove(Object id) {
        return false;
    }

    @Override
    public BroadcasterFactory addBroadcasterListener(BroadcasterListener listener) {
        return this;
    }

    @Override
    public BroadcasterFactory removeBroadcasterListener(BroadcasterListener listener) {
        return this;
    }

    @Override
    public Collection<BroadcasterListener> broadcasterListeners() {
        return List.of();
    }

    @Override
    public void destroy() {}
}
