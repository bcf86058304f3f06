package dev.windsock.architecture.seeded.engine;

import dev.windsock.architecture.seeded.channel.Log;

/** Knows what is above it. */
public final class Breach {

    void keep(Log log) {}
}
