package dev.windsock.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What this process holds at one moment.
 *
 * @param held what is held: a key that is never used twice, and a description for people, made when it is wanted
 */
record Census(Map<String, Supplier<String>> held) {

    static Census now() {
        Map<String, Supplier<String>> held = new HashMap<>();
        held.putAll(PlatformThreads.live());
        held.putAll(VirtualThreads.live());
        held.putAll(Sockets.open());
        return new Census(held);
    }

    /** Descriptions of what has come since. */
    List<String> since(Census before) {
        Map<String, Supplier<String>> news = new HashMap<>(held);
        news.keySet().removeAll(before.held.keySet());
        return news.values().stream().map(Supplier::get).sorted().toList();
    }
}
