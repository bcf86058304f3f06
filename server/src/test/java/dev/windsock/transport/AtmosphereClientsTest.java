package dev.windsock.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.protocol.Position;
import org.junit.jupiter.api.Test;

class AtmosphereClientsTest {
    private final AtmosphereClients clients = new AtmosphereClients();
    private final Carrier first = new IdleCarrier();
    private final Carrier second = new IdleCarrier();

    @Test
    void aClientThatComesAgainIsWhereItLeft() {
        clients.connected("id", "room", first);
        assertThat(clients.position("id", "room")).isNull();
        clients.leftAt("id", "room", first, new Position("e", 4));
        assertThat(clients.position("id", "room")).isEqualTo(new Position("e", 4));
        clients.connected("id", "room", second);
        assertThat(clients.position("id", "room")).isEqualTo(new Position("e", 4));
    }

    @Test
    void aClientThatWentToAnotherChannelBeginsAnew() {
        clients.connected("id", "room", first);
        clients.leftAt("id", "room", first, new Position("e", 4));
        assertThat(clients.position("id", "other")).isNull();
        clients.connected("id", "other", second);
        assertThat(clients.position("id", "room")).isNull();
    }

    @Test
    void aConnectionThatWasReplacedDoesNotSayWhereTheClientIs() {
        clients.connected("id", "room", first);
        clients.connected("id", "room", second);
        clients.leftAt("id", "room", first, new Position("e", 4));
        assertThat(clients.position("id", "room")).isNull();
        assertThat(clients.remove("id")).isSameAs(second);
    }

    @Test
    void leavingWithoutAPositionKeepsTheOneBefore() {
        clients.connected("id", "room", first);
        clients.leftAt("id", "room", first, new Position("e", 4));
        clients.connected("id", "room", second);
        clients.leftAt("id", "room", second, null);
        assertThat(clients.position("id", "room")).isEqualTo(new Position("e", 4));
        assertThat(clients.remove("id")).as("it has no connection").isNull();
    }

    @Test
    void aClientThatSaysGoodbyeIsForgotten() {
        clients.connected("id", "room", first);
        assertThat(clients.remove("id")).isSameAs(first);
        assertThat(clients.remove("id")).isNull();
        clients.leftAt("id", "room", first, new Position("e", 4));
        assertThat(clients.position("id", "room")).isNull();
    }

    @Test
    void theOnesNotSeenForLongestAreForgottenFirst() {
        for (int i = 0; i < 100_000; i++) {
            clients.connected("c" + i, "room", first);
            clients.leftAt("c" + i, "room", first, new Position("e", i));
        }
        assertThat(clients.position("c0", "room")).isNotNull();
        clients.connected("one more", "room", first);
        assertThat(clients.position("c0", "room")).as("just seen").isNotNull();
        assertThat(clients.position("c1", "room")).isNull();
        assertThat(clients.position("c2", "room")).isNotNull();
    }
}
