package dev.windsock.architecture.seeded.rest;

import dev.windsock.architecture.seeded.transport.Bridge;

/** Reaches beside itself. */
public final class Breach {

    Bridge bridge = new Bridge();
}
