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
     * @param channels what to follow, and where to begin
     * @param transport over HTTP, which answer is wanted
     * @param waitMillis how long a poll may be held
     * @param user whose client it is, as presence shows it
     * @param data JSON that presence shows of it
     * @param probe whether the stream is to be tested
     * @param padding with how many bytes a stream begins
     * @param report what the client tells of its attempts: see {@link ClientReport}
     */
    record Connect(
            long id,
            @Nullable String client,
            Map<String, Start> channels,
            @Nullable String transport,
            long waitMillis,
            @Nullable String user,
            byte @Nullable [] data,
            boolean probe,
            int padding,
            @Nullable String report)
            implements Command {}

    record Subscribe(long id, String channel, Start start) implements Command {}

    /**
     * Ends a subscription.
     *
     * @param anew the client is about to subscribe to it again, and does not leave it
     */
    record Unsubscribe(long id, String channel, boolean anew) implements Command {}

    /** Gives a paused subscription more credit. */
    record More(long id, String channel, long credit) implements Command {}

    /**
     * Appends to a channel.
     *
     * @param client whose number it is, where that is another instance than the one that has connected
     * @param data one JSON value on one line
     * @param number the client's own count of its publishes; 0 where it does not count
     * @param key which thing it is about
     * @param ttlMillis how long it may be delivered; 0 for no bound
     * @param version 0 for none
     * @param ifMatch the position that the log's newest must have
     */
    record Publish(
            long id,
            String channel,
            @Nullable String client,
            byte[] data,
            long number,
            @Nullable String key,
            long ttlMillis,
            long version,
            @Nullable Position ifMatch)
            implements Command {}

    /**
     * Asks for a part of a channel's log.
     *
     * @param limit 0 where it was not stated
     */
    record History(
            long id,
            String channel,
            @Nullable Position since,
            @Nullable Position before,
            int limit,
            boolean reverse) implements Command {}

    /** Asks who is there. */
    record Presence(long id, String channel) implements Command {}

    /** The client ends for good. */
    record Disconnect(long id) implements Command {}

    record Ping(long id) implements Command {}

    /**
     * Answers a ping of the server's.
     *
     * @param report what the client tells of its attempts: see {@link ClientReport}
     */
    record Pong(long id, @Nullable String report) implements Command {}

    /** Says which stream the commands after it belong to. */
    record Attach(long id, String session) implements Command {}

    /** A line that is no command, and what the reply has to say about it. */
    record Malformed(long id, ErrorCode code, String message) implements Command {}
}
