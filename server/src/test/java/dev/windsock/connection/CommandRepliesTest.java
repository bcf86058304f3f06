package dev.windsock.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.channel.ChannelLimits;
import org.junit.jupiter.api.Test;

class CommandRepliesTest {
    private final Talk talk = new Talk().connected();

    private void assertError(String line, String start) {
        talk.receive(line);
        assertThat(talk.said()).singleElement().asString().startsWith(start);
    }

    @Test
    void subscribeTellsThePositionAndWhatWasMissed() {
        talk.publish("a", "1");
        talk.publish("a", "2");
        talk.receive("{'id':5,'subscribe':{'channel':'a'}}");
        assertThat(talk.said()).containsExactly("{'id':5,'subscribe':{'channel':'a','epoch':'E','offset':2}}");
        talk.receive("{'id':6,'unsubscribe':{'channel':'a'}}");
        String epoch = talk.channels.channel("a").epoch();
        talk.receive("{'id':7,'subscribe':{'channel':'a','since':{'epoch':'" + epoch + "','offset':1}}}");
        assertThat(talk.said())
                .containsExactly(
                        "{'id':6,'unsubscribe':{'channel':'a'}}",
                        "{'id':7,'subscribe':{'channel':'a','epoch':'E','offset':2,'recovered':true}}",
                        "{'publication':{'channel':'a','epoch':'E','offset':2,'data':2}}");
    }

    @Test
    void aPositionBeyondTheEndIsToldAsAGap() {
        String epoch = talk.channels.channel("a").epoch();
        talk.receive("{'id':5,'subscribe':{'channel':'a','since':{'epoch':'" + epoch + "','offset':9}}}");
        assertThat(talk.said())
                .containsExactly(
                        "{'id':5,'subscribe':{'channel':'a','epoch':'E','offset':0,'recovered':false}}",
                        "{'gap':{'channel':'a','after':{'epoch':'E','offset':9},'next':{'epoch':'E','offset':1}}}");
    }

    @Test
    void publishTellsThePositionAndTheSubscribers() {
        talk.receive("{'id':5,'publish':{'channel':'a','data':[1, 'é']}}");
        assertThat(talk.said())
                .containsExactly("{'id':5,'publish':{'channel':'a','epoch':'E','offset':1,'subscribers':0}}");
    }

    @Test
    void onesOwnPublicationComesToo() {
        talk.connected("a").receive("{'id':5,'publish':{'channel':'a','data':[1, 'é']}}");
        assertThat(talk.said())
                .contains(
                        "{'id':5,'publish':{'channel':'a','epoch':'E','offset':1,'subscribers':1}}",
                        "{'publication':{'channel':'a','epoch':'E','offset':1,'data':[1, 'é']}}");
    }

    @Test
    void nothingComesAfterUnsubscribe() {
        talk.connected("a")
                .receive("{'id':5,'unsubscribe':{'channel':'a'}}\n{'id':6,'publish':{'channel':'a','data':1}}");
        assertThat(talk.said())
                .containsExactly(
                        "{'id':5,'unsubscribe':{'channel':'a'}}",
                        "{'id':6,'publish':{'channel':'a','epoch':'E','offset':1,'subscribers':0}}");
    }

    @Test
    void pingIsAnsweredAndPongIsNot() {
        talk.receive("{'id':5,'ping':{}}\n{'pong':{}}");
        assertThat(talk.said()).containsExactly("{'id':5,'ping':{}}");
    }

    @Test
    void whatIsNotSubscribedCannotBeUnsubscribed() {
        assertError("{'id':5,'unsubscribe':{'channel':'a'}}", "{'id':5,'error':{'code':'not-subscribed'");
        assertError("{'id':5,'unsubscribe':{'channel':'\\ud800'}}", "{'id':5,'error':{'code':'not-subscribed'");
    }

    @Test
    void whatIsSubscribedCannotBeSubscribedAgain() {
        talk.connected("a");
        assertError("{'id':5,'subscribe':{'channel':'a'}}", "{'id':5,'error':{'code':'already-subscribed'");
        talk.publish("a", "1");
        assertThat(talk.said()).hasSize(1);
    }

    @Test
    void thereIsALimitOfChannels() {
        talk.connected("a", "b", "c");
        assertError("{'id':5,'subscribe':{'channel':'d'}}", "{'id':5,'error':{'code':'too-many-channels'");
        talk.receive("{'id':6,'unsubscribe':{'channel':'b'}}\n{'id':7,'subscribe':{'channel':'d'}}");
        assertThat(talk.said()).hasSize(2).noneMatch(line -> line.contains("error"));
        talk.publish("c", "1");
        talk.publish("b", "1");
        talk.publish("d", "1");
        assertThat(talk.said()).hasSize(2);
    }

    @Test
    void namesAreChecked() {
        assertError("{'id':5,'subscribe':{'channel':'no name'}}", "{'id':5,'error':{'code':'bad-channel'");
        assertError("{'id':5,'publish':{'channel':'no name','data':1}}", "{'id':5,'error':{'code':'bad-channel'");
    }

    @Test
    void whatIsNoCommandIsToldAndTheNextIsCarriedOut() {
        assertError("{'id':5,'dance':{}}", "{'id':5,'error':{'code':'bad-command'");
        assertError("{'id':5,'attach':{'session':'s'}}", "{'id':5,'error':{'code':'bad-command'");
        assertError("{'id':5,'publish':{'channel':'a'}}", "{'id':5,'error':{'code':'bad-command'");
        assertError("[", "{'error':{'code':'bad-json'");
        assertError(
                "{'id':5,'subscribe':{'channel':'a','since':{'epoch':'','offset':1}}}",
                "{'id':5,'error':{'code':'bad-position'");
        talk.receive("{'id':6,\n{'id':7,'ping':{}}");
        assertThat(talk.said()).hasSize(2).last().isEqualTo("{'id':7,'ping':{}}");
    }

    @Test
    void aServerThatIsFullSaysSo() {
        Talk small = new Talk(new ChannelLimits(1, 1_000, 1L << 40)).connected("a");
        small.receive("{'id':5,'subscribe':{'channel':'b'}}\n{'id':6,'publish':{'channel':'a','data':1}}\n"
                + "{'id':7,'publish':{'channel':'a','data':1}}");
        assertThat(small.said())
                .anyMatch(line -> line.startsWith("{'id':5,'error':{'code':'full'"))
                .anyMatch(line -> line.startsWith("{'id':6,'publish':"))
                .anyMatch(line -> line.startsWith("{'id':7,'error':{'code':'full'"));
    }
}
