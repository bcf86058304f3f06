package dev.windsock.architecture.seeded.transport.there;

import dev.windsock.architecture.seeded.transport.here.Left;

/** The other half. */
public final class Right {

    void turn(Left left) {}
}
