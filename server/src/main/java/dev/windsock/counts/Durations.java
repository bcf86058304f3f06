package dev.windsock.counts;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** How long something took, how often. Thread-safe. */
public final class Durations {
    /** The upper bounds of all buckets but the last, which has none. */
    public static final List<Long> BOUNDS_MILLIS =
            List.of(50L, 100L, 250L, 500L, 1_000L, 2_500L, 5_000L, 10_000L, 30_000L);

    private final List<LongAdder> buckets = new ArrayList<>();
    private final LongAdder millis = new LongAdder();

    Durations() {
        for (int i = 0; i <= BOUNDS_MILLIS.size(); i++) {
            buckets.add(new LongAdder());
        }
    }

    void add(long took) {
        int i = 0;
        while (i < BOUNDS_MILLIS.size() && took > BOUNDS_MILLIS.get(i)) {
            i++;
        }
        buckets.get(i).increment();
        millis.add(took);
    }

    /** How many fell into each bucket, and into none before it. */
    public List<Long> counts() {
        return buckets.stream().map(LongAdder::sum).toList();
    }

    /** All of them together. */
    public long millis() {
        return millis.sum();
    }
}
