package dev.windsock.rest;

import dev.windsock.engine.Engine;
import dev.windsock.engine.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Tells what is published, on whichever channel, and keeps it at once. Some channels are special: {@code full} takes
 * nothing, {@code broken} has a fault, {@code disk-full} and {@code disk-failed} keep nothing, and {@code group} keeps its
 * entries when {@link #GROUP} of them have come.
 */
final class RecordingEngine implements Engine {
    static final int GROUP = 3;

    /** What came, each as {@code channel data}. */
    final List<String> published = new CopyOnWriteArrayList<>();

    private final List<Done> group = new ArrayList<>();
    private boolean closed;

    @Override
    public boolean append(Entry entry, Done done) {
        switch (entry.channel()) {
            case "full" -> {
                return false;
            }
            case "broken" -> throw new IllegalStateException("a secret of the server");
            case "disk-full" -> done.done(Failure.DISK_FULL);
            case "disk-failed" -> done.done(Failure.DISK_FAILED);
            case "group" -> together(done);
            default -> keep(entry, done);
        }
        return true;
    }

    private void keep(Entry entry, Done done) {
        published.add(entry.channel() + ' ' + new String(entry.data(), StandardCharsets.UTF_8));
        done.done(null);
    }

    /** Another thread tells, as the interface's callers must be ready for. */
    private synchronized void together(Done done) {
        if (closed) {
            done.done(Failure.DISK_FAILED);
            return;
        }
        group.add(done);
        if (group.size() == GROUP) {
            List<Done> all = List.copyOf(group);
            group.clear();
            Thread.ofVirtual().start(() -> all.forEach(each -> each.done(null)));
        }
    }

    @Override
    public void load(Loader loader) {}

    @Override
    public void open(String channel, String epoch) {}

    @Override
    public void release(String channel, String epoch, long offset) {}

    @Override
    public void trim(String channel, String epoch, long tail, long memory) {}

    @Override
    public void drop(String channel, String epoch) {}

    /** Lets go of whoever waits for a group that did not come together. */
    @Override
    public synchronized void close() {
        closed = true;
        group.forEach(done -> done.done(Failure.DISK_FAILED));
        group.clear();
    }
}
