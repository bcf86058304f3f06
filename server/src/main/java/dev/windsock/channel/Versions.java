package dev.windsock.channel;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last version of each key of a channel, for as long as the log's age. Not thread-safe: its channel guards it. */
final class Versions {
    private final Map<String, Version> byKey = new LinkedHashMap<>();

    /** A version, and the publication that brought it. */
    record Version(long version, long offset, long timeMillis) {}

    private static String name(@Nullable String key) {
        return key == null ? "" : key;
    }

    /** The last version of the key; 0 where none is known. */
    long of(@Nullable String key) {
        Version version = last(key);
        return version == null ? 0 : version.version();
    }

    /** What is known of the key, or null. */
    @Nullable
    Version last(@Nullable String key) {
        return byKey.get(name(key));
    }

    /** Notes the newest version of a key. */
    void note(@Nullable String key, Version version) {
        byKey.remove(name(key));
        byKey.put(name(key), version);
    }

    /** The newest version could not be kept: the one before it counts again, if any. */
    void forget(@Nullable String key, @Nullable Version before) {
        if (before == null) {
            byKey.remove(name(key));
        } else {
            byKey.put(name(key), before);
        }
    }

    /** The lowest offset that is remembered, or another where none is. */
    long oldestOr(long otherwise) {
        return byKey.isEmpty() ? otherwise : byKey.values().iterator().next().offset();
    }

    int size() {
        return byKey.size();
    }

    /** Forgets those not touched since then, and tells how many they were. */
    int trim(long oldestMillis) {
        int before = byKey.size();
        Iterator<Version> oldestFirst = byKey.values().iterator();
        while (oldestFirst.hasNext() && oldestFirst.next().timeMillis() < oldestMillis) {
            oldestFirst.remove();
        }
        return before - byKey.size();
    }
}
