package dev.windsock.architecture.seeded.connection;

import org.atmosphere.cpr.AtmosphereResource;

/** Knows the framework. */
public final class Breach {

    void on(AtmosphereResource resource) {}
}
