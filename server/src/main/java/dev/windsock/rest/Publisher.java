package dev.windsock.rest;

import dev.windsock.channel.Published;
import dev.windsock.protocol.ProtocolException;

/** Where messages go: {@code Channels::publish}. Must be thread-safe. */
@FunctionalInterface
public interface Publisher {
    /**
     * Publishes one message.
     *
     * @param data one JSON value on one line
     * @throws ProtocolException where the channel cannot be, or cannot take it now
     */
    Published publish(String channel, byte[] data);
}
