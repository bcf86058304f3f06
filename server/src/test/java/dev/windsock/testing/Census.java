package dev.windsock.testing;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What this process holds at one moment.
 *
 * @param held what is held: a key that is never used twice, and a description for people
 */
record Census(Map<String, String> held) {

    static Census now() {
        Map<String, String> held = new LinkedHashMap<>();
        held.putAll(PlatformThreads.live());
        held.putAll(VirtualThreads.live());
        held.putAll(Sockets.open());
        return new Census(held);
    }

    /** What has come since, with descriptions. */
    Map<String, String> since(Census before) {
        Map<String, String> news = new LinkedHashMap<>(held);
        news.keySet().removeAll(before.held.keySet());
        return news;
    }
}
