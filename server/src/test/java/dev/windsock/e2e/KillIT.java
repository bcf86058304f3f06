package dev.windsock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server with {@code --data} is killed at random moments under load, and started again. What it had answered is there
 * afterwards, once, in order and where it was said to be. {@code -Dkills=50} kills more often.
 */
final class KillIT {

    private static final List<String> CHANNELS = List.of("kill:a", "kill:b", "kill:c");

    @TempDir
    private Path data;

    @Test
    void afterEachKillAllThatWasAnsweredIsThereOnceAndInOrder() throws Exception {
        verify("each");
    }

    @Test
    void aKillTakesNothingThoughTheDiskIsSyncedLater() throws Exception {
        verify("100ms");
    }

    private void verify(String sync) throws Exception {
        int kills = Integer.getInteger("kills", 10);
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        try (KilledServer server = new KilledServer(data, sync);
                PublishLoad load = new PublishLoad(server, CHANNELS)) {
            for (int kill = 1; kill <= kills; kill++) {
                load.awaitAnswers(100 + random.nextInt(1500));
                server.kill();
                Map<String, String> answered = load.answered();
                server.restart();
                assertThat(readBack(server, load))
                        .as("after kill %d, --sync %s, seed %d", kill, sync, seed)
                        .containsAllEntriesOf(answered);
            }
            load.finish();
            assertThat(readBack(server, load)).as("seed %d", seed).isEqualTo(load.answered());
            System.out.printf(
                    "KillIT, --sync %s: %d kills, %d publishes answered, %d of them after repeats%n",
                    sync, kills, load.answered().size(), load.repeated());
        }
    }

    /** What the channels hold, and where, having looked whether it is there once and in the order of its publishing. */
    private static Map<String, String> readBack(KilledServer server, PublishLoad load) throws IOException {
        assertThat(load.failures()).isEmpty();
        ReadBack back = new ReadBack();
        for (String channel : CHANNELS) {
            back.read(server.port(), channel);
        }
        assertThat(back.twice()).as("messages that are there twice").isEmpty();
        assertThat(back.disordered())
                .as("messages that are there before an earlier one")
                .isEmpty();
        return back.places();
    }
}
