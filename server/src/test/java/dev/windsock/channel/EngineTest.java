package dev.windsock.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windsock.engine.Engine.Failure;
import dev.windsock.engine.Entry;
import dev.windsock.engine.Entry.Kind;
import dev.windsock.engine.Origin;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Position;
import dev.windsock.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Channels whose logs live beyond the process: nothing is seen before it is kept. */
class EngineTest {
    private final HandClock clock = new HandClock();
    private final HandLane lane = new HandLane();
    private final HandEngine engine = new HandEngine();
    private final Channels channels = channels(engine);

    private Channels channels(HandEngine with) {
        Rules rules = Rules.defaults().withLog(8, 1 << 20, Fixture.AGE);
        return new Channels(Namespaces.all(rules), new ChannelLimits(10, 1 << 20, 1L << 40), clock, with);
    }

    private CompletableFuture<Published> publish(long number) {
        Origin origin = number == 0 ? null : new Origin("me", number, null, 0);
        return channels.publish("c", new Message(Kind.MESSAGE, new byte[] {'1'}, null, 0, 0, null, origin));
    }

    private Reader join() {
        return new Reader().start(channels, "c", lane, null);
    }

    private static void assertFailed(ErrorCode code, CompletableFuture<Published> answer) {
        assertThat(answer).isCompletedExceptionally();
        assertThatThrownBy(answer::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void whatIsNotKeptYetIsNeitherSeenNorAcknowledged() {
        Reader reader = join();
        CompletableFuture<Published> answer = publish(0);
        lane.run();
        assertThat(answer).isNotDone();
        assertThat(reader.heard()).isEmpty();
        assertThat(channels.channel("c").head()).isZero();
        engine.keep();
        lane.run();
        assertThat(answer.join().position().offset()).isEqualTo(1);
        assertThat(reader.heard()).containsExactly("1");
    }

    @Test
    void whatCannotBeKeptLeavesAHoleAndItsPublisherIsTold() {
        Reader reader = join().jumps();
        CompletableFuture<Published> first = publish(0);
        CompletableFuture<Published> second = publish(0);
        CompletableFuture<Published> third = publish(0);
        engine.keep();
        engine.fail(Failure.DISK_FULL);
        engine.keep();
        lane.run();
        assertThat(first.join().position().offset()).isEqualTo(1);
        assertFailed(ErrorCode.DISK_FULL, second);
        assertThat(third.join().position().offset()).isEqualTo(3);
        assertThat(engine.kept).extracting(entry -> entry.position().offset()).containsExactly(1L, 3L);

        assertThat(reader.heard()).containsExactly("1", "3");
    }

    @Test
    void aRepeatOfWhatIsNotKeptYetWaitsForTheSame() {
        CompletableFuture<Published> first = publish(1);
        CompletableFuture<Published> repeat = publish(1);
        assertThat(engine.waiting()).isEqualTo(1);
        assertThat(repeat).isNotDone();
        engine.keep();
        assertThat(repeat.join()).isEqualTo(new Published("c", first.join().position(), 0, true));
    }

    @Test
    void whatFailedMayBeSentAgain() {
        CompletableFuture<Published> one = publish(1);
        CompletableFuture<Published> two = publish(2);
        CompletableFuture<Published> three = publish(3);
        engine.keep();
        engine.fail(Failure.DISK_FAILED);
        engine.fail(Failure.DISK_FAILED);
        assertFailed(ErrorCode.DISK_FAILED, two);
        assertFailed(ErrorCode.DISK_FAILED, three);
        assertThat(publish(1).join().position())
                .as("kept, so a repeat")
                .isEqualTo(one.join().position());
        assertThat(engine.waiting()).isZero();
        CompletableFuture<Published> again = publish(2);
        engine.keep();
        assertThat(again.join().repeated()).isFalse();
    }

    @Test
    void whereTooMuchWaitsThereIsNoRoom() {
        long before = channels.bytes();
        channels.channel("c");
        engine.full(true);
        assertThatThrownBy(() -> publish(1))
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FULL));
        engine.full(false);
        CompletableFuture<Published> answer = publish(1);
        engine.keep();
        assertThat(answer.join().position().offset()).isEqualTo(1);
        assertThat(before).isZero();
    }

    @Test
    void theEngineIsToldWhatIsNotNeeded() {
        for (int i = 1; i <= 10; i++) {
            CompletableFuture<Published> unused = publish(i);
            engine.keep();
        }
        channels.sweep();
        assertThat(engine.told).containsExactly("open c", "trim c 3 3");
        clock.pass(Fixture.AGE.plusMillis(1));
        channels.sweep();
        assertThat(engine.told).last().isEqualTo("drop c");
        assertThat(channels.bytes()).isZero();
    }

    @Test
    void theEngineKeepsTheVersionsThatTheLogHasLetGoOf() {
        Message versioned = new Message(Kind.MESSAGE, new byte[] {'1'}, "k", 0, 7, null, null);
        CompletableFuture<Published> answer = channels.publish("c", versioned);
        engine.keep();
        for (int i = 1; i <= 9; i++) {
            CompletableFuture<Published> unused = publish(0);
            engine.keep();
        }
        channels.sweep();
        assertThat(answer.join().position().offset()).isEqualTo(1);
        assertThat(engine.told).last().isEqualTo("trim c 3 1");
    }

    private static Entry entry(long offset, String data, @Nullable Origin origin, long timeMillis) {
        return new Entry(
                "c",
                new Position("e", offset),
                Kind.MESSAGE,
                data.getBytes(StandardCharsets.UTF_8),
                null,
                timeMillis,
                0,
                0,
                origin);
    }

    /** Offsets 1 to 3 were trimmed, 4 and 6 are there, 5 and 7 never were. */
    @Test
    void aLogComesBackAsItWas() throws Exception {
        Channels back = new Channels(
                Namespaces.all(Rules.defaults()), ChannelLimits.defaults(), clock, new LoadedEngine(loader -> {
                    loader.log("c", "e", 7, 4);
                    loader.remembered(entry(2, "", new Origin("other", 5, null, 2), clock.millis()));
                    loader.entry(entry(4, "4", null, clock.millis()));
                    loader.entry(entry(6, "6", new Origin("me", 9, null, 3), clock.millis()));
                }));
        back.load();
        Reader reader = new Reader();
        reader.jumps();
        reader.start(back, "c", lane, new Position("e", 3));
        assertThat(reader.opening().recovered()).isTrue();
        assertThat(reader.heard()).containsExactly("4", "6");
        assertThat(new Reader()
                        .open(back, "c", lane, new Position("e", 2))
                        .opening()
                        .recovered())
                .isFalse();
        Message repeat = Message.of(new byte[] {'1'});
        assertThat(back.publish("c", repeat.from(new Origin("me", 9, null, 0))).join())
                .isEqualTo(new Published("c", new Position("e", 6), 3, true));
        assertThat(back.publish("c", repeat.from(new Origin("other", 5, null, 0)))
                        .join())
                .isEqualTo(new Published("c", new Position("e", 2), 2, true));
        assertThat(back.channel("c").head()).isEqualTo(7);
        assertThat(back.channel("c").info().kept()).isEqualTo(2);
    }
}
