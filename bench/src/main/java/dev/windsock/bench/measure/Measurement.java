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

    /** Returns the figures that it gives, in the order of the table; the first is what a plot shows. */
    List<Column> columns();

    /** Returns the rows of the table, in their order; ratios are to the first. */
    List<Row> rows();

    /** Measures one row; returns a figure for each column that the row has. */
    Map<String, Double> measure(ServerProcess server, Dialect dialect, Row row)
            throws IOException, InterruptedException;
}
