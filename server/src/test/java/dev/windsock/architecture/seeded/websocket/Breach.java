package dev.windsock.architecture.seeded.websocket;

import dev.windsock.architecture.seeded.protocol.Words;

/** Uses a sister room. */
public final class Breach {

    Words words = new Words();
}
