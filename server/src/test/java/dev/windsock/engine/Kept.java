package dev.windsock.engine;

import dev.windsock.protocol.Position;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an engine hands over, in readable lines; and short forms for tests. */
final class Kept implements Engine.Loader {

    final List<String> logs = new ArrayList<>();
    final List<Entry> entries = new ArrayList<>();
    final List<Entry> remembered = new ArrayList<>();

    static DiskOptions in(Path directory) {
        return new DiskOptions(directory, Duration.ZERO);
    }

    /** What the directory holds. */
    static Kept of(Path directory) throws EngineException {
        Kept kept = new Kept();
        try (Engine engine = DiskEngine.open(in(directory))) {
            engine.load(kept);
        }
        return kept;
    }

    /** An engine on the directory that has loaded. */
    static DiskEngine engine(Path directory) throws EngineException {
        DiskEngine engine = DiskEngine.open(in(directory));
        engine.load(new Kept());
        return engine;
    }

    static Entry entry(String channel, String epoch, long offset) {
        return entry(channel, epoch, offset, null);
    }

    static Entry entry(String channel, String epoch, long offset, @Nullable Origin origin) {
        byte[] data = ("\"" + channel + " " + offset + "\"").getBytes(StandardCharsets.UTF_8);
        return new Entry(
                channel, new Position(epoch, offset), Entry.Kind.MESSAGE, data, null, 1000 + offset, 0, 0, origin);
    }

    @Override
    public void log(String channel, String epoch, long head, long tail) {
        logs.add(channel + ' ' + epoch + ' ' + head + ' ' + tail);
    }

    @Override
    public void entry(Entry entry) {
        entries.add(entry);
    }

    @Override
    public void remembered(Entry entry) {
        remembered.add(entry);
    }

    List<Long> offsets() {
        return offsets(entries);
    }

    static List<Long> offsets(List<Entry> entries) {
        return entries.stream().map(entry -> entry.position().offset()).toList();
    }
}
