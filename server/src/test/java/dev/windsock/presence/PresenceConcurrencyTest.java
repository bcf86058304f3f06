package dev.windsock.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.channel.ChannelLimits;
import dev.windsock.channel.Channels;
import dev.windsock.channel.Namespaces;
import dev.windsock.channel.Rules;
import dev.windsock.engine.Entry;
import dev.windsock.protocol.Member;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Connections of the same clients on several threads at once, while the sweeper goes round with a lease of nothing. */
class PresenceConcurrencyTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 20_000;

    private final Channels channels = new Channels(
            Namespaces.all(Rules.defaults()
                    .withLog(1 << 20, 1L << 30, Duration.ofMinutes(5))
                    .withPresence(true, true)),
            new ChannelLimits(10, 1L << 30, 1L << 40),
            InstantSource.system());
    private final Presence presence = new Presence(channels, Duration.ofMillis(1), () -> System.nanoTime() / 1_000_000);

    @Test
    void joinsAndLeavesAlternateAndNobodyIsLeftBehind() throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int seed = i;
                running.add(threads.submit(() -> live(new Random(seed))));
            }
            for (Future<?> each : running) {
                while (!each.isDone()) {
                    presence.sweep();
                }
                each.get();
            }
        }
        presence.disconnected("a");
        presence.disconnected("b");
        presence.sweep();
        assertThat(presence.count("x")).isZero();
        assertThat(toldIn()).isEmpty();
    }

    private void live(Random random) {
        for (int i = 0; i < ROUNDS; i++) {
            String id = random.nextBoolean() ? "a" : "b";
            presence.heard(id);
            presence.followed("x", new Member(id, null, null));
            if (random.nextInt(10) == 0) {
                presence.disconnected(id);
            }
            if (random.nextBoolean()) {
                presence.lost("x", id);
            } else {
                presence.unsubscribed("x", id, true);
            }
        }
    }

    /** Who is in by what the log tells. */
    private Set<String> toldIn() {
        Set<String> in = new TreeSet<>();
        channels.channel("x").forEachKept(entry -> {
            String id = Member.of(entry.data()).id();
            boolean news = entry.kind() == Entry.Kind.JOIN ? in.add(id) : in.remove(id);
            assertThat(news).as(entry.kind() + " " + entry.position()).isTrue();
        });
        return in;
    }
}
