package dev.windsock.architecture.seeded.metrics;

import dev.windsock.architecture.seeded.transport.Bridge;

/** Looks into a transport. */
public final class Breach {

    Bridge bridge = new Bridge();
}
