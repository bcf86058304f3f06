package dev.windsock.architecture.seeded.transport;

import dev.windsock.architecture.seeded.channel.Log;
import org.atmosphere.cpr.AtmosphereResource;

/** Uses what it may. */
public final class Bridge {

    void on(AtmosphereResource resource, Log log) {}
}
