package dev.windsock.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.channel.ChannelLimits;
import dev.windsock.channel.Rules;
import dev.windsock.protocol.Names;
import org.junit.jupiter.api.Test;

class PresenceCommandsTest {
    private static final String ME = "'member':'" + Names.member("me") + "'";
    private static final String YOU = "'member':'" + Names.member("you") + "'";
    private static final String NOBODY = "'count':0,'members':[]}}";

    private final Talk talk =
            new Talk(Rules.defaults().withPresence(true, true), new ChannelLimits(5, 1 << 22, 1L << 40));

    private void connect(Talk with, String client, String more) {
        with.receive("{'id':1,'connect':{'client':'" + client + "'" + more + "}}");
        with.said();
    }

    @Test
    void whoSubscribesIsThereAsItSaidItIs() {
        connect(talk, "me", ",'user':'Ann','data':{'x': [1, null]}");
        talk.receive("{'id':2,'subscribe':{'channel':'a'}}");
        talk.receive("{'id':3,'presence':{'channel':'a'}}");
        assertThat(talk.said())
                .containsExactly(
                        "{'id':2,'subscribe':{'channel':'a','epoch':'E','offset':0}}",
                        "{'join':{'channel':'a','epoch':'E','offset':1," + ME
                                + ",'user':'Ann','data':{'x': [1, null]}}}",
                        "{'id':3,'presence':{'channel':'a','epoch':'E','offset':1,'count':1,'members':[{" + ME
                                + ",'user':'Ann','data':{'x': [1, null]}}]}}");
    }

    @Test
    void othersAreToldWhoComesAndGoes() {
        connect(talk, "me", ",'channels':{'a':null}");
        Talk other = talk.another();
        connect(other, "you", ",'user':'Bob','data':1,'channels':{'a':null}");
        other.receive("{'id':2,'unsubscribe':{'channel':'a'}}");
        assertThat(talk.said())
                .endsWith(
                        "{'join':{'channel':'a','epoch':'E','offset':2," + YOU + ",'user':'Bob','data':1}}",
                        "{'leave':{'channel':'a','epoch':'E','offset':3," + YOU + ",'user':'Bob'}}");
    }

    @Test
    void whoSubscribesAnewDoesNotLeave() {
        connect(talk, "me", ",'channels':{'a':null}");
        talk.said();
        talk.receive("{'id':2,'unsubscribe':{'channel':'a','anew':true}}");
        String epoch = talk.channels.channel("a").epoch();
        talk.receive("{'id':3,'subscribe':{'channel':'a','since':{'epoch':'" + epoch + "','offset':0}}}");
        assertThat(talk.said())
                .containsExactly(
                        "{'id':2,'unsubscribe':{'channel':'a'}}",
                        "{'id':3,'subscribe':{'channel':'a','epoch':'E','offset':1,'recovered':true}}",
                        "{'join':{'channel':'a','epoch':'E','offset':1," + ME + "}}");
        talk.connection.closed();
        assertThat(talk.presence.count("a")).isEqualTo(1);
        assertThat(talk.presence.unsubscribed("a", Names.member("me"), false)).isTrue();
    }

    @Test
    void whoDisconnectsLeavesAtOnce() {
        connect(talk, "me", ",'channels':{'a':null}");
        Talk other = talk.another();
        connect(other, "you", ",'channels':{'a':null,'b':null}");
        other.receive("{'id':2,'disconnect':{}}");
        assertThat(talk.presence.count("a")).isEqualTo(1);
        assertThat(talk.presence.count("b")).isZero();
        assertThat(other.outlet.ends()).containsExactly("end disconnected");
    }

    @Test
    void whoIsCutIsThereForALease() {
        connect(talk, "me", ",'channels':{'a':null}");
        talk.connection.closed();
        assertThat(talk.presence.count("a")).isEqualTo(1);
        assertThat(talk.presence.unsubscribed("a", Names.member("me"), false)).isTrue();
        assertThat(talk.presence.count("a")).isZero();
    }

    @Test
    void aPollUnsubscribesFromWhatAnEarlierOneFollowed() {
        connect(talk, "me", ",'channels':{'a':null}");
        talk.connection.closed();
        Talk poll = talk.another();
        connect(poll, "me", "");
        poll.receive("{'id':2,'unsubscribe':{'channel':'a'}}\n{'id':3,'unsubscribe':{'channel':'a'}}");
        assertThat(poll.said())
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("{'id':2,'unsubscribe':{'channel':'a'}}"),
                        second -> assertThat(second).contains("'not-subscribed'"));
        assertThat(talk.presence.count("a")).isZero();
    }

    @Test
    void whoeverIsNotThereCanAsk() {
        connect(talk, "me", "");
        talk.receive("{'id':2,'presence':{'channel':'a'}}");
        assertThat(talk.said()).containsExactly("{'id':2,'presence':{'channel':'a','epoch':'E','offset':0," + NOBODY);
    }

    @Test
    void withoutPresenceTheAnswerIsAnError() {
        Talk plain = new Talk().connected("a");
        plain.receive("{'id':2,'presence':{'channel':'a'}}");
        assertThat(plain.said())
                .singleElement()
                .asString()
                .startsWith("{'id':2,'error':{'code':'no-presence','message':");
    }

    @Test
    void whoFindsNoRoomIsNotSubscribed() {
        Talk full = new Talk(Rules.defaults().withPresence(true, true), new ChannelLimits(5, 800, 1L << 40));
        full.receive("{'id':1,'connect':{'client':'me','channels':{'a':null}}}");
        assertThat(full.said()).singleElement().asString().contains("'channels':{'a':{'error':{'code':'full'");
        assertThat(full.subscribers("a")).isZero();
    }
}
