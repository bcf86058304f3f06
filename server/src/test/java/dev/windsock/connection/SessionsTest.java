package dev.windsock.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private final Sessions sessions = new Sessions();
    private final Connection connection = new Talk().connection;

    @Test
    void aConnectionIsFoundByItsSecretUntilItLeaves() {
        String session = sessions.enter(connection);
        Connection other = new Talk().connection;
        String another = sessions.enter(other);
        assertThat(sessions.find(session)).isSameAs(connection);
        assertThat(sessions.find(another)).isSameAs(other);
        assertThat(sessions.find("nobody")).isNull();
        sessions.leave(session);
        sessions.leave(session);
        assertThat(sessions.find(session)).isNull();
        assertThat(sessions.find(another)).isSameAs(other);
    }

    @Test
    void secretsAreLongAndOfLettersThatNeedNoQuotes() {
        Set<String> secrets = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            secrets.add(sessions.enter(connection));
        }
        assertThat(secrets).hasSize(1_000).allMatch(secret -> secret.matches("[A-Za-z0-9_-]{24}"));
    }
}
