package dev.windsock.transport;

import java.util.Collection;
import java.util.concurrent.Future;
import org.atmosphere.cpr.AtmosphereConfig;
import org.atmosphere.cpr.AtmosphereResource;
import org.atmosphere.cpr.Broadcaster;

/** Where resources belong that Atmosphere has suspended, beside the channels that they follow: all connections. */
final class RootBroadcaster extends LogBroadcaster {
    private final AtmosphereConfig atmosphere;

    RootBroadcaster(AtmosphereConfig atmosphere) {
        super(atmosphere, ROOT_MASTER);
        this.atmosphere = atmosphere;
    }

    @Override
    public Future<Object> broadcast(Object message) {
        return refused("without a channel");
    }

    @Override
    public Broadcaster addAtmosphereResource(AtmosphereResource resource) {
        return this;
    }

    @Override
    public Broadcaster removeAtmosphereResource(AtmosphereResource resource) {
        return this;
    }

    @Override
    public Collection<AtmosphereResource> getAtmosphereResources() {
        return atmosphere.resourcesFactory().findAll();
    }
}
