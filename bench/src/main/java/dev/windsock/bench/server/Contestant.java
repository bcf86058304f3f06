package dev.windsock.bench.server;

import dev.windsock.bench.load.Dialect;
import java.io.IOException;
import java.nio.file.Path;

/** A server that takes part. */
public interface Contestant {
    /** Returns the short name by which it is chosen. */
    String id();

    /** Returns what the tables call it. */
    String label();

    /** Returns how it is spoken to. */
    Dialect dialect();

    /** Throws where something that it needs is missing, with one line that says how to get it. */
    void check();

    /** Starts it afresh, with a directory for its files. */
    ServerProcess start(Path directory) throws IOException;
}
