package dev.windsock.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.protocol.CloseCode;
import dev.windsock.protocol.Start;
import org.junit.jupiter.api.Test;

class BeatTest {
    private static final String PING = "{'ping':{}}";
    private static final String NO_PONG =
            "{'close':{'code':'no-pong','reason':'Nothing was heard of the client for a lease','reconnect':true}}";

    private final Talk talk = new Talk().connected("a");

    private void beat(int times) {
        for (int i = 0; i < times; i++) {
            talk.connection.beat();
        }
    }

    @Test
    void oneThatIsSilentForALeaseIsClosed() {
        beat(3);
        assertThat(talk.said()).containsExactly(PING, PING, PING);
        assertThat(talk.outlet.ends()).isEmpty();
        beat(1);
        assertThat(talk.said()).containsExactly(NO_PONG);
        assertThat(talk.outlet.ends()).containsExactly("end no-pong");
        assertThat(talk.subscribers("a")).isZero();
        beat(3);
        assertThat(talk.said()).isEmpty();
    }

    @Test
    void aPongKeepsItAlive() {
        for (int i = 0; i < 10; i++) {
            beat(3);
            talk.receive("{'pong':{}}");
        }
        assertThat(talk.said()).hasSize(30).containsOnly(PING);
        assertThat(talk.outlet.ends()).isEmpty();
    }

    @Test
    void anyCommandAndAnySignOfTheTransportKeepItAlive() {
        beat(3);
        talk.receive("{'id':5,'dance':{}}");
        beat(3);
        talk.connection.heard();
        beat(3);
        assertThat(talk.outlet.ends()).isEmpty();
    }

    @Test
    void oneThatCannotAnswerIsNotExpectedTo() {
        Talk reader = new Talk();
        reader.outlet.answersNoPings();
        reader.connection.follow("a", Start.NOW);
        reader.said();
        for (int i = 0; i < 10; i++) {
            reader.connection.beat();
        }
        assertThat(reader.said()).hasSize(10).containsOnly(PING);
        assertThat(reader.outlet.ends()).isEmpty();
    }

    @Test
    void aClientHasToAnswerOnAnyTransport() {
        talk.outlet.answersNoPings();
        beat(4);
        assertThat(talk.outlet.ends()).containsExactly("end no-pong");
    }

    @Test
    void oneWhoseSocketStaysFullIsCut() {
        talk.outlet.answersNoPings();
        talk.outlet.room(10);
        talk.publish("a", "1");
        beat(3);
        assertThat(talk.outlet.ends()).isEmpty();
        beat(1);
        assertThat(talk.outlet.ends()).containsExactly("abort");
        assertThat(talk.connection.isClosed()).isTrue();
        assertThat(talk.subscribers("a")).isZero();
    }

    @Test
    void oneWhoseSocketDrainsSlowlyIsNotCut() {
        talk.outlet.answersNoPings();
        talk.outlet.room(1);
        talk.publish("a", "'" + "x".repeat(100) + "'");
        for (int i = 0; i < 20; i++) {
            beat(3);
            talk.drain(1);
        }
        assertThat(talk.outlet.ends()).isEmpty();
        assertThat(talk.said().toString()).as("no ping inside the publication").doesNotContain("ping");
    }

    @Test
    void oneThatDoesNotReadItsCloseIsCut() {
        talk.outlet.room(0);
        talk.connection.close(CloseCode.SHUTDOWN, "bye");
        beat(4);
        assertThat(talk.outlet.ends()).containsExactly("abort");
    }
}
