package dev.windsock.connection;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The streams that commands can be sent up for, by their secrets. Thread-safe. */
public final class Sessions {
    private static final int SECRET_BYTES = 18;

    private final SecureRandom random = new SecureRandom();
    private final ConcurrentHashMap<String, Connection> connections = new ConcurrentHashMap<>();

    /** Enters a connection, and returns the secret that it is found by. */
    public String enter(Connection connection) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        String session = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        connections.put(session, connection);
        return session;
    }

    public @Nullable Connection find(String session) {
        return connections.get(session);
    }

    public void leave(String session) {
        connections.remove(session);
    }
}
