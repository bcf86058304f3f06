package dev.windsock.presence;

import dev.windsock.channel.Channels;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Member;
import dev.windsock.protocol.ProtocolException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The members of all channels that have any. Thread-safe. */
final class Attendance {
    private final Channels channels;
    private final ConcurrentHashMap<String, Members> byChannel = new ConcurrentHashMap<>();

    Attendance(Channels channels) {
        this.channels = channels;
    }

    /** The members of a channel; null where it has none. */
    @Nullable
    Members of(String channel) {
        return byChannel.get(channel);
    }

    /**
     * Takes a member into a channel that it is not in.
     *
     * @param told whether the log is to tell
     * @throws ProtocolException {@link ErrorCode#FULL} where there is no room
     */
    void join(String channel, Member who, boolean told) {
        boolean joined = false;
        while (!joined) {
            Members members = byChannel.computeIfAbsent(channel, name -> new Members(channels, channels.hold(name)));
            try {
                joined = members.join(who, told);
            } finally {
                forgetIfClosed(channel, members);
            }
        }
    }

    /**
     * Lets a member of a channel go.
     *
     * @throws ProtocolException {@link ErrorCode#FULL} where there is no room for telling of it: then it has to be tried again
     */
    void leave(String channel, String id) {
        Members members = byChannel.get(channel);
        if (members != null) {
            members.leave(id);
            forgetIfClosed(channel, members);
        }
    }

    private void forgetIfClosed(String channel, Members members) {
        if (members.isClosed()) {
            byChannel.remove(channel, members);
        }
    }
}
