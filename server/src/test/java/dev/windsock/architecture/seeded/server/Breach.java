package dev.windsock.architecture.seeded.server;

import org.atmosphere.cpr.AtmosphereResource;

/** Knows the framework, which is the transport's alone. */
public final class Breach {

    void on(AtmosphereResource resource) {}
}
