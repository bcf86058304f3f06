package dev.windsock.transport;

import dev.windsock.connection.Connection;

/** What is said on a connection, whatever carries it. Called on the connection's lane. */
interface Conversation {
    /** The carrier is ready: Atmosphere has taken the connection in. */
    void opened(Connection connection);

    /** The client has sent a text. */
    default void text(Connection connection, byte[] utf8) {}

    /** The connection is about to be released. */
    default void ending(Connection connection) {}
}
