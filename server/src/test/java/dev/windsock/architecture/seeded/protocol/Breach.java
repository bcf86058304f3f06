package dev.windsock.architecture.seeded.protocol;

import dev.windsock.architecture.seeded.channel.Log;

/** Uses a room above. */
public final class Breach {

    Log log = new Log();
}
