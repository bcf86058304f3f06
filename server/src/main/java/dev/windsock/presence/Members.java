package dev.windsock.presence;

import dev.windsock.channel.Channel;
import dev.windsock.channel.Channels;
import dev.windsock.channel.Message;
import dev.windsock.channel.Published;
import dev.windsock.counts.Source;
import dev.windsock.engine.Entry;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Member;
import dev.windsock.protocol.Position;
import dev.windsock.protocol.PresencePage;
import dev.windsock.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Who is in one channel. Thread-safe: joins and leaves become entries of the log under the monitor under which the set
 * changes, so that the set at a position is what the entries up to there say. The channel is kept from retiring until the
 * last member has gone; then these members are closed for good, and others take their place.
 */
final class Members {
    /** What a member weighs without its user and data; an estimate for the limits. */
    private static final int WEIGHT = 512;

    /** The bytes of users and data beyond which no further member is listed. */
    private static final int MAX_BYTES = 512 * 1024;

    private final Channels channels;
    private final Channel channel;
    private final Map<String, Member> present = new LinkedHashMap<>();
    private @Nullable CompletableFuture<Published> latest;
    private boolean closed;

    /**
     * @param channel is held, for these to let go of
     */
    Members(Channels channels, Channel channel) {
        this.channels = channels;
        this.channel = channel;
    }

    synchronized int count() {
        return present.size();
    }

    /**
     * Takes a member in, which is not here yet.
     *
     * @param told whether the log is to tell
     * @return false where these are closed
     * @throws ProtocolException {@link ErrorCode#FULL} where there is no room for it, or for telling of it
     */
    synchronized boolean join(Member who, boolean told) {
        if (closed) {
            return false;
        }
        if (!channels.reserve(weight(who))) {
            closeIfEmpty();
            throw new ProtocolException(ErrorCode.FULL, "The server's memory for channels is used up");
        }
        try {
            if (told) {
                tell(Entry.Kind.JOIN, who.joined());
            }
        } catch (ProtocolException e) {
            channels.giveBack(weight(who));
            closeIfEmpty();
            throw e;
        }
        present.put(who.id(), who);
        return true;
    }

    /**
     * Lets a member go.
     *
     * @throws ProtocolException {@link ErrorCode#FULL} where there is no room for telling of it: then it has to be tried again
     */
    synchronized void leave(String id) {
        Member who = present.get(id);
        if (who != null) {
            tell(Entry.Kind.LEAVE, who.left());
            present.remove(id);
            channels.giveBack(weight(who));
        }
        closeIfEmpty();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    private void tell(Entry.Kind kind, byte[] who) {
        if (channel.rules().joins()) {
            latest = channels.publish(channel.name(), new Message(kind, who, null, 0, 0, null, null), Source.PRESENCE);
        }
    }

    private void closeIfEmpty() {
        if (present.isEmpty() && !closed) {
            closed = true;
            channel.letGo();
        }
    }

    private static long weight(Member who) {
        int user = who.user() == null ? 0 : who.user().length();
        return (long) WEIGHT + user + (who.data() == null ? 0 : who.data().length);
    }

    /** Who is here; complete as soon as the log has all that tells of it. */
    synchronized CompletableFuture<PresencePage> page() {
        Position head = channel.info().head();
        PresencePage page = new PresencePage(channel.name(), head, present.size(), listed());
        if (latest == null || latest.isDone()) {
            return CompletableFuture.completedFuture(page);
        }
        // Where it could not be kept there is no entry to wait for.
        return latest.handle((told, failure) ->
                told == null || told.position().offset() < head.offset() ? page : page.at(told.position()));
    }

    private List<Member> listed() {
        List<Member> listed = new ArrayList<>(Math.min(present.size(), PresencePage.MAX_MEMBERS));
        long bytes = 0;
        for (Member member : present.values()) {
            bytes += weight(member) - WEIGHT;
            if (listed.size() == PresencePage.MAX_MEMBERS || bytes > MAX_BYTES) {
                break;
            }
            listed.add(member);
        }
        return listed;
    }
}
