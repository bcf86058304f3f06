package dev.windsock.engine;

/** Which log. */
record LogId(String channel, String epoch) {
    static LogId of(Entry entry) {
        return new LogId(entry.channel(), entry.position().epoch());
    }
}
