package dev.windsock.bench.measure;

import dev.windsock.bench.load.Dialect;
import dev.windsock.bench.server.ServerProcess;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Something that is done to one freshly started contestant, and the figures that come of it. */
public interface Measurement {
    /** Returns the name by which it is chosen. */
    String id();

    /** Returns one line that says what it does, with its numbers. */
    String title();

    /** Returns the figures that it gives, in the order of the table. */
    List<Column> columns();

    /** Returns the ids of the contestants that take part, in their order. */
    List<String> contestants();

    /** Measures; returns a figure for each column. */
    Map<String, Double> measure(ServerProcess server, Dialect dialect) throws IOException, InterruptedException;
}
