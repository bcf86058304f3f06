package dev.windsock.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random lives of some clients in some channels, and a model of who must be in: whoever was heard within a lease and follows,
 * or followed until the connection was cut, and has a lease left from what was heard before that; for a lease after it
 * disconnected nobody. The set must be that, and
 * the joins and leaves of the log must come to it.
 */
class PresenceModelTest {
    private static final int STEPS = 300;
    private static final long LEASE = Hall.LEASE.toSeconds();
    private static final List<String> CLIENTS = List.of("a", "b", "c");
    private static final List<String> CHANNELS = List.of("x", "y");

    private final Hall hall = new Hall();
    private final List<Hall.Following> open = new ArrayList<>();

    /** When each client was heard last, in seconds. */
    private final Map<String, Long> heard = new HashMap<>();

    /** Until when the lease holds whom without a connection; by client and channel. */
    private final Map<String, Long> leased = new HashMap<>();

    /** Until when each client that disconnected is gone. */
    private final Map<String, Long> gone = new HashMap<>();

    private long now;

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theSetAndTheLogAgreeWithTheModel(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < STEPS; i++) {
            step(random, pick(random, CLIENTS), pick(random, CHANNELS));
            for (String channel : CHANNELS) {
                assertThat(new TreeSet<>(hall.in(channel)))
                        .as("seed %d, step %d, channel %s", seed, i, channel)
                        .isEqualTo(expected(channel));
                assertTheLogComesToTheSet(channel);
            }
        }
    }

    private void step(Random random, String client, String channel) {
        int kind = random.nextInt(10);
        switch (kind) {
            case 0, 1 -> follow(client, channel);
            case 2 -> hear(client);
            case 3 -> pass(random.nextInt(1, 40));
            case 4 -> pass(random.nextInt(1, 10));
            case 5 -> kill(client);
            case 6 -> disconnect(client);
            default -> {
                if (!open.isEmpty()) {
                    end(kind, pick(random, open));
                }
            }
        }
    }

    private void end(int kind, Hall.Following connection) {
        switch (kind) {
            case 7 -> cut(connection);
            case 8 -> unsubscribe(connection);
            default -> switchOver(connection);
        }
    }

    private static <T> T pick(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void hear(String client) {
        hall.presence.heard(client);
        heard.put(client, now);
    }

    private void follow(String client, String channel) {
        hear(client);
        open.add(hall.follow(client, channel));
        leased.remove(client + channel);
    }

    private void cut(Hall.Following connection) {
        connection.cut();
        open.remove(connection);
        if (!isFollowed(connection.id, connection.channel) && isThere(connection.id)) {
            leased.put(connection.id + connection.channel, heardAt(connection.id) + LEASE);
        }
    }

    private void unsubscribe(Hall.Following connection) {
        connection.unsubscribe();
        open.remove(connection);
    }

    /** Make before break: another connection follows before the one is cut. */
    private void switchOver(Hall.Following old) {
        List<String> before = hall.told(old.channel);
        boolean was = hall.in(old.channel).contains(old.id);
        follow(old.id, old.channel);
        cut(old);
        if (was) {
            assertThat(hall.told(old.channel)).as("a switch is silent").isEqualTo(before);
        }
    }

    private void kill(String client) {
        connectionsOf(client).forEach(this::cut);
    }

    private void disconnect(String client) {
        hear(client);
        hall.presence.disconnected(client);
        if (isKnown(client)) {
            gone.put(client, now + LEASE);
        }
        kill(client);
        CHANNELS.forEach(channel -> leased.remove(client + channel));
    }

    private List<Hall.Following> connectionsOf(String client) {
        return open.stream().filter(each -> each.id.equals(client)).toList();
    }

    private void pass(int seconds) {
        hall.pass(Duration.ofSeconds(seconds));
        now += seconds;
        leased.values().removeIf(until -> until <= now);
    }

    private boolean isHeard(String client) {
        return now < heardAt(client) + LEASE;
    }

    /** Heard of within a lease, and not before what it sent before it disconnected must have come. */
    private boolean isThere(String client) {
        return isHeard(client) && heardAt(client) >= gone.getOrDefault(client, 0L);
    }

    /** Follows some channel, is or was there: one that never was has nothing to leave. */
    private boolean isKnown(String client) {
        boolean isLeased = CHANNELS.stream().anyMatch(channel -> leased.containsKey(client + channel));
        return isLeased || !connectionsOf(client).isEmpty() || now < gone.getOrDefault(client, 0L);
    }

    private long heardAt(String client) {
        return heard.getOrDefault(client, -LEASE);
    }

    private boolean isFollowed(String client, String channel) {
        return connectionsOf(client).stream().anyMatch(each -> each.channel.equals(channel));
    }

    private Set<String> expected(String channel) {
        Set<String> expected = new TreeSet<>();
        for (String client : CLIENTS) {
            if (isFollowed(client, channel) && isThere(client) || leased.containsKey(client + channel)) {
                expected.add(client);
            }
        }
        return expected;
    }

    /** Joins and leaves of each alternate, and the set is what they come to. */
    private void assertTheLogComesToTheSet(String channel) {
        Set<String> in = new TreeSet<>();
        for (String entry : hall.told(channel)) {
            String[] parts = entry.split(" ");
            boolean news = parts[0].equals("JOIN") ? in.add(parts[1]) : in.remove(parts[1]);
            assertThat(news).as(entry + " is news").isTrue();
        }
        assertThat(in).isEqualTo(new TreeSet<>(hall.in(channel)));
    }
}
