package dev.windsock.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windsock.protocol.Position;
import dev.windsock.protocol.Start;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishers and lanes on threads of their own; subscribers that fill up at random. */
class ChannelConcurrencyTest {
    private static final int PUBLISHERS = 3;
    private static final int EACH = 4_000;
    private static final int READERS = 6;

    private final List<ExecutorService> threads = new ArrayList<>();
    private final List<Lane> lanes = new ArrayList<>();
    private final List<Drinker> drinkers = new ArrayList<>();

    @BeforeEach
    void start() {
        for (int i = 0; i < 2; i++) {
            ExecutorService thread = Executors.newSingleThreadExecutor();
            threads.add(thread);
            lanes.add(new Lane(thread, (task, millis) -> thread.execute(task)));
        }
    }

    @AfterEach
    void stop() {
        threads.forEach(ExecutorService::close);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 1 << 20})
    void allPublicationsComeOnceInOrderOrAGapTells(int kept) throws InterruptedException {
        Channels channels = new Channels(
                Namespaces.all(Rules.defaults().withLog(kept, 1L << 40, Duration.ofHours(1))),
                new ChannelLimits(10, 1L << 40, 1L << 40),
                InstantSource.system());
        Position start = new Position(channels.channel("c").epoch(), 0);
        for (int i = 0; i < READERS; i++) {
            Lane lane = lanes.get(i % lanes.size());
            Drinker drinker = new Drinker(lane, i);
            drinkers.add(drinker);
            lane.execute(() -> drinker.start(channels.open("c", lane, drinker, Start.after(start))));
        }
        publishFromAllThreads(channels);
        long head = channels.channel("c").head();
        assertThat(head).isEqualTo(PUBLISHERS * EACH);
        await().atMost(Duration.ofMinutes(2))
                .until(() -> drinkers.stream().allMatch(drinker -> drinker.wrong() != null || drinker.had() == head));
        for (Drinker drinker : drinkers) {
            assertThat(drinker.wrong()).isNull();
            assertThat(drinker.taken() + drinker.missed()).isEqualTo(head);
            if (kept > head) {
                assertThat(drinker.missed()).isZero();
            }
        }
    }

    private static void publishFromAllThreads(Channels channels) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(PUBLISHERS);
        for (int i = 0; i < PUBLISHERS; i++) {
            Thread.ofPlatform().start(() -> {
                for (int n = 0; n < EACH; n++) {
                    channels.publish("c", Message.of(Integer.toString(n).getBytes(StandardCharsets.UTF_8)))
                            .join();
                }
                done.countDown();
            });
        }
        done.await();
    }

    /** Takes a random part of what it is offered, and calls for the rest later, as a socket that drains. */
    private static final class Drinker implements Subscriber {
        private final Encoding encoding = new PlainEncoding(0, "p");
        private final Lane lane;
        private final Random random;
        private final AtomicReference<@Nullable String> wrong = new AtomicReference<>();
        private volatile long had;
        private volatile long missed;
        private volatile long taken;
        private boolean waits;
        private Runnable catchUp = () -> {};

        Drinker(Lane lane, int seed) {
            this.lane = lane;
            this.random = new Random(seed);
        }

        void start(Cursor cursor) {
            catchUp = () -> {
                waits = false;
                cursor.catchUp();
            };
            cursor.start();
        }

        @Nullable
        String wrong() {
            return wrong.get();
        }

        long had() {
            return had;
        }

        long missed() {
            return missed;
        }

        long taken() {
            return taken;
        }

        @Override
        public Encoding encoding() {
            return encoding;
        }

        @Override
        public boolean isReady() {
            return !waits;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // written on the lane only
        public int take(Batch batch, int from, int to) {
            int offered = to - from;
            int n = waits ? 0 : random.nextInt(4) == 0 ? random.nextInt(offered + 1) : offered;
            for (int i = from; i < from + n; i++) {
                check(
                        batch.get(i).position().offset() == had + 1,
                        "Had " + had + ", got " + batch.get(i).position());
                had++;
                taken++;
            }
            if (n < offered && !waits) {
                waits = true;
                lane.execute(catchUp);
            }
            return n;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // written on the lane only
        public void gap(String channel, Position after, Position next) {
            check(after.offset() == had && next.offset() > had + 1, "Had " + had + ", gap " + after + " " + next);
            missed += next.offset() - 1 - had;
            had = next.offset() - 1;
        }

        @Override
        public void tooSlow(String channel) {
            check(false, "Too slow");
        }

        private void check(boolean right, String otherwise) {
            if (!right) {
                wrong.compareAndSet(null, otherwise);
            }
        }
    }
}
