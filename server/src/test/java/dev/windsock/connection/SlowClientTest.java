package dev.windsock.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.protocol.CloseCode;
import org.junit.jupiter.api.Test;

/** A client that does not read. Logs keep 8 publications. */
class SlowClientTest {
    private static final String PING = "{'id':5,'ping':{}}";
    /** About 100 kB of replies. */
    private static final String PINGS = (PING + "\n").repeat(5_000);

    private final Talk talk = new Talk().connected("a");

    @Test
    void whatIsPublishedMeanwhileFollowsWhenThereIsRoom() {
        talk.outlet.room(10);
        talk.publish("a", "1");
        talk.publish("a", "2");
        talk.receive(PING);
        talk.publish("a", "3");
        talk.drain(Long.MAX_VALUE);
        assertThat(talk.said())
                .containsExactly(
                        "{'publication':{'channel':'a','epoch':'E','offset':1,'data':1}}",
                        PING,
                        "{'publication':{'channel':'a','epoch':'E','offset':2,'data':2}}",
                        "{'publication':{'channel':'a','epoch':'E','offset':3,'data':3}}");
    }

    @Test
    void oneThatFallsOffTheLogIsToldTheGap() {
        talk.outlet.room(10);
        for (int i = 1; i <= 12; i++) {
            talk.publish("a", "0");
        }
        talk.drain(Long.MAX_VALUE);
        assertThat(talk.said())
                .containsExactly(
                        "{'publication':{'channel':'a','epoch':'E','offset':1,'data':0}}",
                        "{'gap':{'channel':'a','after':{'epoch':'E','offset':1},'next':{'epoch':'E','offset':12}}}",
                        "{'publication':{'channel':'a','epoch':'E','offset':12,'data':0}}");
    }

    @Test
    void oneThatAsksButDoesNotReadIsCut() {
        talk.outlet.room(0);
        for (int i = 0; i < 9; i++) {
            talk.receive(PINGS);
        }
        assertThat(talk.outlet.ends()).isEmpty();
        for (int i = 0; i < 4; i++) {
            talk.receive(PINGS);
        }
        assertThat(talk.outlet.ends()).containsExactly("abort");
        assertThat(talk.connection.isClosed()).isTrue();
        assertThat(talk.subscribers("a")).isZero();
        assertThat(talk.outlet.written())
                .as("nothing beyond what was said before")
                .hasSizeLessThan(1_000);
    }

    @Test
    void aCloseFollowsWhatIsOwedAndEndsThen() {
        talk.outlet.room(10);
        talk.publish("a", "1");
        talk.receive(PING);
        talk.publish("a", "2");
        talk.connection.close(CloseCode.SHUTDOWN, "bye");
        assertThat(talk.subscribers("a")).isZero();
        talk.publish("a", "3");
        talk.drain(20);
        assertThat(talk.outlet.ends()).isEmpty();
        talk.drain(Long.MAX_VALUE);
        assertThat(talk.said())
                .containsExactly(
                        "{'publication':{'channel':'a','epoch':'E','offset':1,'data':1}}",
                        PING,
                        "{'close':{'code':'shutdown','reason':'bye','reconnect':true}}");
        assertThat(talk.outlet.ends()).containsExactly("end shutdown");
        assertThat(talk.connection.isClosed()).isTrue();
    }

    @Test
    void commandsAreNotCarriedOutWhileTheEndIsAwaited() {
        talk.outlet.room(10);
        talk.connection.close(CloseCode.SHUTDOWN, "bye");
        talk.receive("{'id':6,'publish':{'channel':'a','data':1}}");
        talk.connection.close(CloseCode.INTERNAL, "again");
        talk.drain(Long.MAX_VALUE);
        assertThat(talk.said()).containsExactly("{'close':{'code':'shutdown','reason':'bye','reconnect':true}}");
        assertThat(talk.outlet.ends()).containsExactly("end shutdown");
        assertThat(talk.publishedIn("a")).isZero();
    }
}
