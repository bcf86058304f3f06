package dev.windsock.channel;

import dev.windsock.engine.Engine;
import dev.windsock.engine.Entry;
import java.util.function.Consumer;

/** An engine that brings something back, and keeps all at once from then on. */
final class LoadedEngine implements Engine {
    private final Consumer<Loader> content;

    LoadedEngine(Consumer<Loader> content) {
        this.content = content;
    }

    @Override
    public void load(Loader loader) {
        content.accept(loader);
    }

    @Override
    public void open(String channel, String epoch) {}

    @Override
    public boolean append(Entry entry, Done done) {
        done.done(null);
        return true;
    }

    @Override
    public void release(String channel, String epoch, long offset) {}

    @Override
    public void trim(String channel, String epoch, long tail, long memory) {}

    @Override
    public void drop(String channel, String epoch) {}

    @Override
    public void close() {}
}
