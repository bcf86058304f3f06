package dev.windsock.architecture.seeded.transport.here;

import dev.windsock.architecture.seeded.transport.there.Right;

/** Half of a cycle. */
public final class Left {

    Right right = new Right();
}
