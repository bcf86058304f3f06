package dev.windsock.channel;

import dev.windsock.engine.Engine;
import dev.windsock.engine.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** An engine that keeps what it is told to keep, when it is told. */
final class HandEngine implements Engine {
    private record Waiting(Entry entry, Done done) {}

    /** What it has been told beside entries, in order. */
    final List<String> told = new ArrayList<>();

    final List<Entry> kept = new ArrayList<>();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private boolean full;

    /** From now on it takes nothing more, or does. */
    void full(boolean now) {
        full = now;
    }

    /** Keeps the one that has waited longest. */
    void keep() {
        Waiting next = Objects.requireNonNull(waiting.poll());
        kept.add(next.entry());
        next.done().done(null);
    }

    /** Fails to keep the one that has waited longest. */
    void fail(Failure failure) {
        Objects.requireNonNull(waiting.poll()).done().done(failure);
    }

    int waiting() {
        return waiting.size();
    }

    @Override
    public void load(Loader loader) {}

    @Override
    public void open(String channel, String epoch) {
        told.add("open " + channel);
    }

    @Override
    public boolean append(Entry entry, Done done) {
        return !full && waiting.add(new Waiting(entry, done));
    }

    @Override
    public void release(String channel, String epoch, long offset) {
        told.add("release " + channel + ' ' + offset);
    }

    @Override
    public void trim(String channel, String epoch, long tail, long memory) {
        told.add("trim " + channel + ' ' + tail + ' ' + memory);
    }

    @Override
    public void drop(String channel, String epoch) {
        told.add("drop " + channel);
    }

    @Override
    public void close() {}
}
