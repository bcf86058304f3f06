package dev.windsock.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.channel.ChannelLimits;
import dev.windsock.engine.Engine;
import dev.windsock.engine.EngineException;
import dev.windsock.engine.Entry;
import dev.windsock.protocol.Member;
import dev.windsock.protocol.PresencePage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PresenceRestartTest {
    private static final ChannelLimits LIMITS = new ChannelLimits(100, 1 << 22, 1L << 40);

    private final Tape tape = new Tape();
    private Hall hall = new Hall(LIMITS, tape);

    /** An engine that keeps what it is given, and says so when the test lets it. */
    private static final class Tape implements Engine {
        private final List<Entry> entries = new ArrayList<>();
        private final ArrayDeque<Runnable> done = new ArrayDeque<>();
        private boolean slow;
        private String epoch = "";

        @Override
        public void load(Loader loader) {
            if (!entries.isEmpty()) {
                loader.log("c", epoch, entries.size(), 1);
                entries.forEach(loader::entry);
            }
        }

        @Override
        public void open(String channel, String opened) {
            epoch = opened;
        }

        @Override
        public boolean append(Entry entry, Done tell) {
            entries.add(entry);
            done.add(() -> tell.done(null));
            if (!slow) {
                catchUp();
            }
            return true;
        }

        void catchUp() {
            for (Runnable next = done.poll(); next != null; next = done.poll()) {
                next.run();
            }
        }

        @Override
        public void release(String channel, String of, long offset) {}

        @Override
        public void trim(String channel, String of, long tail, long memory) {}

        @Override
        public void drop(String channel, String of) {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void beforeTheRestart() throws EngineException {
        byte[] data = "{\"x\":1.50}".getBytes(StandardCharsets.UTF_8);
        hall.follow(new Member("a", "Ann", data), "c");
        hall.follow("b", "c").unsubscribe();
        hall.follow("d", "c");
        hall = new Hall(LIMITS, tape);
        hall.channels.load();
        hall.presence.restore();
    }

    @Test
    void whoWasInIsInStill() {
        PresencePage page = hall.presence.of("c").join();
        assertThat(new String(page.json(), StandardCharsets.UTF_8).replace('"', '\''))
                .endsWith("'count':2,'members':[{'member':'a','user':'Ann','data':{'x':1.50}},{'member':'d'}]}");
    }

    @Test
    void whoComesBackHasNotLeftAndTheOthersLeaveOnce() {
        hall.pass(Hall.LEASE.minusSeconds(1));
        hall.follow("a", "c");
        hall.pass(Duration.ofSeconds(20));
        assertThat(hall.told("c")).containsExactly("JOIN a", "JOIN b", "LEAVE b", "JOIN d", "LEAVE d");
        assertThat(hall.in("c")).containsExactly("a");
    }

    /** What is not kept yet is not in the log yet, but in the set: so the answer waits for it. */
    @Test
    void whoIsInIsToldWhenTheLogHasIt() {
        tape.slow = true;
        hall.follow("e", "c");
        CompletableFuture<PresencePage> page = hall.presence.of("c");
        hall.follow("f", "c");
        assertThat(page).isNotDone();
        tape.catchUp();
        assertThat(page.join().position().offset()).isEqualTo(5);
        assertThat(page.join().members()).extracting(Member::id).containsExactly("a", "d", "e");
    }
}
