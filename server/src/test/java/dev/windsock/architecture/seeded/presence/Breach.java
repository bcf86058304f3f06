package dev.windsock.architecture.seeded.presence;

import dev.windsock.architecture.seeded.transport.Bridge;

/** Knows what carries clients. */
public final class Breach {

    Bridge bridge = new Bridge();
}
