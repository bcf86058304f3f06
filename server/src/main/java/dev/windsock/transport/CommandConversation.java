package dev.windsock.transport;

import dev.windsock.connection.Connection;
import dev.windsock.connection.Sessions;
import dev.windsock.protocol.Command;
import dev.windsock.protocol.Commands;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client that speaks PROTOCOL.md: it begins with the commands that came with its request, if any. */
final class CommandConversation implements Conversation {
    /** What is still to be carried out when the connection opens; not kept for as long as that stays. */
    private List<Command> first;

    private final @Nullable Sessions sessions;
    private @Nullable String session;

    /**
     * @param sessions where the connection is to be found by commands that come up in requests of their own
     */
    CommandConversation(List<Command> first, @Nullable Sessions sessions) {
        this.first = first;
        this.sessions = sessions;
    }

    @Override
    public void opened(Connection connection) {
        if (sessions != null) {
            session = sessions.enter(connection);
        }
        List<Command> commands = first;
        first = List.of();
        if (!commands.isEmpty()) {
            connection.receive(commands, session);
        }
    }

    @Override
    public void text(Connection connection, byte[] utf8) {
        connection.receive(Commands.parse(utf8), session);
    }

    @Override
    public void ending(Connection connection) {
        if (sessions != null && session != null) {
            sessions.leave(session);
        }
    }
}
