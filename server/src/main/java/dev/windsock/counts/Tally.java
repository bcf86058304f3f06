package dev.windsock.counts;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** A count for each constant of an enum. Thread-safe. */
public final class Tally<K extends Enum<K>> {
    private final List<K> keys;
    private final List<LongAdder> counts = new ArrayList<>();

    public Tally(Class<K> keys) {
        this.keys = List.of(keys.getEnumConstants());
        this.keys.forEach(key -> counts.add(new LongAdder()));
    }

    /** Counts one. */
    public void add(K key) {
        counts.get(key.ordinal()).increment();
    }

    public long get(K key) {
        return counts.get(key.ordinal()).sum();
    }

    /** All that can be counted. */
    public List<K> keys() {
        return keys;
    }
}
