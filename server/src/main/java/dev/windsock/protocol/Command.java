package dev.windsock.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client asks: PROTOCOL.md section 2. {@link #id} is 0 where the client wants no reply. */
public sealed interface Command {

    long id();

    /**
     * Opens a connection.
     *
     * @param client the client's instance id, where it stated one
     * @param channels what to follow, with the position of the last publication that the client has, null for "from now"
     * @param transport over HTTP, which answer is wanted
     * @param waitMillis how long a poll may be held
     */
    record Connect(
            long id,
            @Nullable String client,
            Map<String, @Nullable Position> channels,
            @Nullable String transport,
            long waitMillis)
            implements Command {}

    record Subscribe(long id, String channel, @Nullable Position since) implements Command {}

    record Unsubscribe(long id, String channel) implements Command {}

    /**
     * Appends to a channel.
     *
     * @param data one JSON value on one line
     */
    record Publish(long id, String channel, byte[] data) implements Command {}

    record Ping(long id) implements Command {}

    record Pong(long id) implements Command {}

    /** Says which stream the commands after it belong to. */
    record Attach(long id, String session) implements Command {}

    /** A line that is no command, and what the reply has to say about it. */
    record Malformed(long id, ErrorCode code, String message) implements Command {}
}
