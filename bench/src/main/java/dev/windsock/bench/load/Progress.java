package dev.windsock.bench.load;

import java.util.Arrays;

/**
 * Where the slowest of many subscribers is: how many subscribers have got how many messages, in a ring that is longer
 * than the distance between the fastest and the slowest may be. Moving a subscriber is O(1). Written by one thread, the
 * slowest read by any.
 */
final class Progress {
    private static final int SIZE = 1 << 17;

    private final int[] subscribersAt = new int[SIZE];
    private volatile int slowest;

    Progress(int subscribers) {
        Arrays.fill(subscribersAt, 0);
        subscribersAt[0] = subscribers;
    }

    /** Returns the number of messages that every subscriber has got. */
    int slowest() {
        return slowest;
    }

    void moved(int from, int to) {
        if (to - slowest >= SIZE) {
            throw new LoadException("a subscriber is " + SIZE + " messages behind another");
        }
        subscribersAt[from & (SIZE - 1)]--;
        subscribersAt[to & (SIZE - 1)]++;
        if (from == slowest && subscribersAt[from & (SIZE - 1)] == 0) {
            advance(from + 1);
        }
    }

    private void advance(int candidate) {
        int next = candidate;
        while (subscribersAt[next & (SIZE - 1)] == 0) {
            next++;
        }
        slowest = next;
    }
}
