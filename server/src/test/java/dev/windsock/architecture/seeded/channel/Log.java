package dev.windsock.architecture.seeded.channel;

import dev.windsock.architecture.seeded.protocol.Words;

/** Uses what it may. */
public final class Log {

    Words words = new Words();
}
