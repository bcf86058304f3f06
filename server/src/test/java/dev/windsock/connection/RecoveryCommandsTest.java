package dev.windsock.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.channel.Behind;
import dev.windsock.channel.ChannelLimits;
import dev.windsock.channel.Publishers;
import dev.windsock.channel.Rules;
import dev.windsock.protocol.Start;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Commands about what was missed, and about what must not happen twice: PROTOCOL.md sections 5 to 7. */
class RecoveryCommandsTest {
    private final Talk talk = new Talk();

    private void three() {
        for (int i = 1; i <= 3; i++) {
            talk.publish("a", Integer.toString(i));
        }
    }

    private String position(long offset) {
        return "{'epoch':'" + talk.channels.channel("a").epoch() + "','offset':" + offset + "}";
    }

    @Test
    void aNumberIsAppliedOnce() {
        talk.connected();
        talk.receive("{'id':3,'publish':{'channel':'a','data':1,'number':4}}");
        talk.receive("{'id':4,'publish':{'channel':'a','data':1,'number':4}}");
        talk.receive("{'id':5,'publish':{'channel':'a','data':1,'number':3}}");
        assertThat(talk.said())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .isEqualTo("{'id':3,'publish':{'channel':'a','epoch':'E','offset':1,'subscribers':0}}"),
                        repeat -> assertThat(repeat)
                                .isEqualTo("{'id':4,'publish':{'channel':'a','epoch':'E','offset':1,'subscribers':0,"
                                        + "'repeated':true}}"),
                        late -> assertThat(late).startsWith("{'id':5,'error':{'code':'out-of-order'"));
    }

    @Test
    void numbersBelongToTheClientNotToTheConnection() {
        talk.connected();
        talk.receive("{'id':3,'publish':{'channel':'a','data':1,'number':1}}");
        Talk again = talk.another().connected();
        again.receive("{'id':3,'publish':{'channel':'a','data':1,'number':1}}");
        assertThat(again.said()).singleElement().asString().contains("'repeated':true");
    }

    @Test
    void numbersOfAnotherInstanceAreThoseOfAConnectionOfItsOwn() {
        talk.connected();
        talk.receive("{'id':3,'publish':{'channel':'a','data':1,'number':1,'client':'tab'}}");
        talk.receive("{'id':4,'publish':{'channel':'a','data':2,'number':1}}");
        Talk tab = talk.another();
        tab.receive("{'id':1,'connect':{'client':'tab'}}");
        tab.said();
        tab.receive("{'id':5,'publish':{'channel':'a','data':1,'number':1}}");
        tab.receive("{'id':6,'publish':{'channel':'a','data':3,'number':2}}");
        talk.receive("{'id':7,'publish':{'channel':'a','data':3,'number':2,'client':'tab'}}");
        assertThat(talk.said())
                .satisfiesExactly(
                        first -> assertThat(first).contains("'offset':1,").doesNotContain("repeated"),
                        own -> assertThat(own).contains("'offset':2,").doesNotContain("repeated"),
                        repeat -> assertThat(repeat).startsWith("{'id':7").contains("'offset':3,", "'repeated':true"));
        assertThat(tab.said())
                .satisfiesExactly(
                        repeat -> assertThat(repeat).contains("'offset':1,", "'repeated':true"),
                        next -> assertThat(next).contains("'offset':3,").doesNotContain("repeated"));
    }

    @Test
    void whatIsNoIdOfAnInstanceIsRefused() {
        talk.connected();
        talk.receive("{'id':3,'publish':{'channel':'a','data':1,'number':1,'client':'no id'}}");
        talk.receive("{'id':4,'publish':{'channel':'a','data':1,'client':''}}");
        assertThat(talk.said())
                .satisfiesExactly(
                        spaced -> assertThat(spaced).startsWith("{'id':3,'error':{'code':'bad-command'"),
                        empty -> assertThat(empty).startsWith("{'id':4,'error':{'code':'bad-command'"));
    }

    @Test
    void aNumberNeedsAClient() {
        talk.connection.follow("a", Start.NOW);
        talk.said();
        talk.receive("{'id':3,'publish':{'channel':'a','data':1,'number':1}}");
        assertThat(talk.said()).singleElement().asString().startsWith("{'id':3,'error':{'code':'bad-command'");
    }

    @Test
    void conditionsAreChecked() {
        three();
        talk.connected();
        talk.receive("{'id':3,'publish':{'channel':'a','data':1,'ifMatch':" + position(2) + "}}");
        talk.receive("{'id':4,'publish':{'channel':'a','data':1,'ifMatch':" + position(3) + ",'version':7}}");
        talk.receive("{'id':5,'publish':{'channel':'a','data':1,'version':7}}");
        assertThat(talk.said())
                .satisfiesExactly(
                        refused -> assertThat(refused).startsWith("{'id':3,'error':{'code':'precondition-failed'"),
                        applied -> assertThat(applied)
                                .startsWith("{'id':4,'publish':{'channel':'a','epoch':'E','offset':4"),
                        old -> assertThat(old).startsWith("{'id':5,'error':{'code':'precondition-failed'"));
    }

    @Test
    void aSubscriptionWithACreditPausesUntilThereIsMore() {
        three();
        talk.receive("{'id':1,'connect':{'client':'me','channels':{'a':{'epoch':'"
                + talk.channels.channel("a").epoch() + "','offset':0,'credit':2}}}}");
        assertThat(talk.said())
                .endsWith(
                        "{'publication':{'channel':'a','epoch':'E','offset':2,'data':2}}",
                        "{'paused':{'channel':'a','epoch':'E','offset':2,'head':3}}");
        talk.receive("{'id':2,'more':{'channel':'a','credit':5}}");
        assertThat(talk.said())
                .containsExactly(
                        "{'id':2,'more':{'channel':'a'}}",
                        "{'publication':{'channel':'a','epoch':'E','offset':3,'data':3}}",
                        "{'live':{'channel':'a','epoch':'E','offset':3}}");
        talk.receive("{'id':3,'more':{'channel':'b','credit':5}}");
        assertThat(talk.said()).singleElement().asString().startsWith("{'id':3,'error':{'code':'not-subscribed'");
    }

    @Test
    void theNewestMayBeAskedForAtTheStart() {
        three();
        talk.connected();
        talk.receive("{'id':3,'subscribe':{'channel':'a','newest':1}}");
        assertThat(talk.said())
                .containsExactly(
                        "{'id':3,'subscribe':{'channel':'a','epoch':'E','offset':3}}",
                        "{'publication':{'channel':'a','epoch':'E','offset':3,'data':3}}");
    }

    @Test
    void historyNeedsNoSubscription() {
        talk.connected();
        talk.receive("{'id':3,'publish':{'channel':'a','data':'x','key':'k\\u00e9'}}");
        talk.said();
        talk.receive("{'id':4,'history':{'channel':'a','limit':1}}");
        assertThat(talk.said())
                .singleElement()
                .asString()
                .startsWith("{'id':4,'history':{'channel':'a','epoch':'E','offset':1,"
                        + "'publications':[{'epoch':'E','offset':1,'time':")
                .endsWith(",'key':'ké','data':'x'}],'more':false,'complete':true}}");
    }

    @Test
    void whoDisconnectsIsReleasedAndToldSo() {
        talk.connected("a");
        talk.receive("{'id':3,'disconnect':{}}\n{'id':4,'ping':{}}");
        assertThat(talk.said()).containsExactly("{'id':3,'disconnect':{}}");
        assertThat(talk.outlet.ends()).containsExactly("end disconnected");
        assertThat(talk.subscribers("a")).isZero();
    }

    @Test
    void clientsMayNotPublishWhereTheRulesSaySo() {
        Talk closed =
                new Talk(Rules.defaults().withPublishers(Publishers.SERVER), new ChannelLimits(5, 1 << 22, 1L << 40));
        closed.connected("a");
        closed.receive("{'id':3,'publish':{'channel':'a','data':1}}");
        assertThat(closed.said()).singleElement().asString().startsWith("{'id':3,'error':{'code':'forbidden'");
        closed.publish("a", "1");
        assertThat(closed.said()).singleElement().asString().startsWith("{'publication'");
    }

    @Test
    void aSlowReaderEndsWhereTheRulesSaySo() {
        Rules rules =
                Rules.defaults().withLog(2, 1 << 20, Duration.ofMinutes(1)).withBehind(Behind.DISCONNECT);
        Talk strict = new Talk(rules, new ChannelLimits(5, 1 << 22, 1L << 40)).connected("a");
        strict.outlet.room(10);
        for (int i = 0; i < 5; i++) {
            strict.publish("a", "0");
        }
        strict.drain(Long.MAX_VALUE);
        assertThat(strict.said()).last().asString().startsWith("{'close':{'code':'slow'");
        assertThat(strict.outlet.ends()).containsExactly("end slow");
    }
}
