package dev.windsock.architecture.seeded.doctor;

import dev.windsock.architecture.seeded.transport.Bridge;

/** Knows the inside of what it examines. */
public final class Breach {

    Bridge bridge = new Bridge();
}
