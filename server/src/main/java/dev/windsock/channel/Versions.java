package dev.windsock.channel;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last version of each key of a channel, for as long as the log's age. Not thread-safe: its channel guards it. */
final class Versions {
    private final Map<String, Version> byKey = new LinkedHashMap<>();

    private record Version(long version, long timeMillis) {}

    private static String name(@Nullable String key) {
        return key == null ? "" : key;
    }

    /** The last version of the key; 0 where none is known. */
    long of(@Nullable String key) {
        Version version = byKey.get(name(key));
        return version == null ? 0 : version.version();
    }

    /** Notes a version; 0 forgets it. */
    void note(@Nullable String key, long version, long timeMillis) {
        byKey.remove(name(key));
        if (version != 0) {
            byKey.put(name(key), new Version(version, timeMillis));
        }
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
