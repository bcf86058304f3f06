package dev.windsock.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.protocol.CloseCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EndTest {
    private final Talk talk = new Talk().connected("a", "b");

    private void assertReleased() {
        assertThat(talk.connection.isClosed()).isTrue();
        assertThat(talk.subscribers("a") + talk.subscribers("b")).isZero();
        talk.said();
        talk.publish("a", "1");
        talk.receive("{'id':5,'ping':{}}");
        talk.connection.writable();
        talk.connection.beat();
        talk.connection.join("c");
        assertThat(talk.said()).as("after its end").isEmpty();
        assertThat(talk.subscribers("c")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aCloseSaysWhyAndEnds(CloseCode code) {
        talk.connection.close(code, "because");
        assertThat(talk.said())
                .containsExactly("{'close':{'code':'" + code.code() + "','reason':'because','reconnect':"
                        + code.reconnect() + "}}");
        assertThat(talk.outlet.ends()).containsExactly("end " + code.code());
        assertReleased();
        talk.connection.close(code, "again");
        assertThat(talk.outlet.ends()).hasSize(1);
    }

    @Test
    void aTransportThatIsGoneReleasesAll() {
        talk.connection.closed();
        talk.connection.closed();
        assertThat(talk.outlet.ends()).as("there is nothing left to end").isEmpty();
        assertReleased();
    }

    @Test
    void whatIsOwedIsForgottenWithTheTransport() {
        talk.outlet.room(5);
        talk.publish("a", "1");
        talk.connection.closed();
        talk.drain(Long.MAX_VALUE);
        assertThat(talk.outlet.written()).asString().endsWith("{\"pub");
        assertReleased();
    }

    @Test
    void aSocketThatBreaksDownAtAReplyReleasesAll() {
        talk.outlet.breakDown(() -> {});
        talk.receive("{'id':5,'ping':{}}\n{'id':6,'publish':{'channel':'a','data':1}}");
        assertReleased();
    }

    @Test
    void aSocketThatBreaksDownAtAPublicationReleasesAll() {
        talk.outlet.breakDown(() -> {});
        talk.publish("a", "1");
        assertReleased();
    }

    @Test
    void aSocketThatBreaksDownWhileItDrainsReleasesAll() {
        talk.outlet.room(5);
        talk.publish("a", "1");
        talk.outlet.breakDown(() -> {});
        talk.drain(100);
        assertReleased();
    }

    /** A transport that finds its socket broken cleans up at once, in the middle of the write. */
    @Test
    void manyThatBreakDownWhileTheyTakeDoNotDisturbTheOthers() {
        List<Talk> talks = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            talks.add(talk.another().connected("a"));
        }
        for (int i = 0; i < 9; i += 2) {
            Connection connection = talks.get(i).connection;
            talks.get(i).outlet.breakDown(connection::closed);
        }
        talk.publish("a", "1");
        talk.publish("a", "2");
        assertThat(talk.subscribers("a")).isEqualTo(5);
        for (int i = 1; i < 9; i += 2) {
            assertThat(talks.get(i).said()).hasSize(2);
        }
    }

    @Test
    void aGapThatCannotBeToldReleasesAll() {
        String ping = "{'id':5,'ping':{}}\n";
        String subscribe = "{'id':6,'subscribe':{'channel':'a','since':{'epoch':'elsewhere','offset':1}}}\n";
        String unsubscribe = "{'id':7,'unsubscribe':{'channel':'a'}}\n";
        Talk late = talk.another();
        late.receive("{'id':1,'connect':{}}");
        late.outlet.room(0);
        late.receive(ping.repeat(52_000));
        assertThat(late.outlet.ends()).isEmpty();
        late.receive((subscribe + unsubscribe).repeat(1_000));
        assertThat(late.outlet.ends()).containsExactly("abort");
        assertThat(late.connection.isClosed()).isTrue();
        assertThat(talk.subscribers("a")).isEqualTo(1);
    }

    @Test
    void joiningAndPartingIsSilent() {
        talk.connection.join("c");
        talk.connection.join("c");
        talk.publish("c", "1");
        assertThat(talk.said()).containsExactly("{'publication':{'channel':'c','epoch':'E','offset':1,'data':1}}");
        assertThat(talk.connection.position("c"))
                .hasToString(talk.channels.channel("c").epoch() + ":1");
        talk.connection.part("c");
        talk.connection.part("c");
        talk.publish("c", "2");
        assertThat(talk.said()).isEmpty();
        assertThat(talk.connection.position("c")).isNull();
    }
}
