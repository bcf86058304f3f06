package dev.windsock.bench;

import dev.windsock.bench.load.LoadException;
import dev.windsock.bench.measure.Measurement;
import dev.windsock.bench.measure.Measurements;
import dev.windsock.bench.measure.Scale;
import dev.windsock.bench.report.Results;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The short form: ratios to the bare loop and to Nchan, measured in the same run, so that neither the machine nor what else it
 * does counts for much. The bounds are about a third above what was measured when they were set; what breaks one is
 * measured again, and a fall is what shows each time.
 */
final class Check {
    static final List<String> SERVERS = List.of("windsock", "floor", "nchan");

    private static final int TRIES = 3;
    private static final List<Bound> BOUNDS = List.of(
            new Bound("fanout", "cpu_us_per_delivery", "floor", 1.6),
            new Bound("fanout", "cpu_us_per_delivery", "nchan", 1.45),
            new Bound("memory", "resident_bytes_per_connection", "nchan", 1.0),
            new Bound("storm", "cpu_us_per_client", "floor", 4.5),
            new Bound("storm", "cpu_us_per_client", "nchan", 3));

    private final Tournament tournament;
    private final Scale scale;
    private final PrintStream out;

    Check(Tournament tournament, Scale scale, PrintStream out) {
        this.tournament = tournament;
        this.scale = scale;
        this.out = out;
    }

    /**
     * A figure of Windsock divided by another's, and what it may be.
     *
     * @param measurement its id
     * @param figure its key
     * @param other a contestant
     * @param most the bound
     */
    private record Bound(String measurement, String figure, String other, double most) {
        OptionalDouble ratio(Results results) {
            OptionalDouble ours = results.median("windsock", figure);
            OptionalDouble theirs = results.median(other, figure);
            return ours.isPresent() && theirs.isPresent()
                    ? OptionalDouble.of(ours.getAsDouble() / theirs.getAsDouble())
                    : OptionalDouble.empty();
        }
    }

    void run() throws IOException, InterruptedException {
        List<String> broken = new ArrayList<>();
        for (Measurement measurement : Measurements.all(scale)) {
            List<Bound> bounds = BOUNDS.stream()
                    .filter(bound -> bound.measurement().equals(measurement.id()))
                    .toList();
            if (!bounds.isEmpty()) {
                broken.addAll(broken(measurement, bounds));
            }
        }
        if (!broken.isEmpty()) {
            throw new LoadException("slower than it was: " + String.join("; ", broken));
        }
    }

    private List<String> broken(Measurement measurement, List<Bound> bounds) throws IOException, InterruptedException {
        List<String> broken = List.of();
        for (int turn = 0; turn < TRIES; turn++) {
            Results results = tournament.run(measurement, 1);
            broken = results.failures().isEmpty() ? broken(results, bounds) : results.failures();
            if (broken.isEmpty()) {
                break;
            }
        }
        return broken;
    }

    private List<String> broken(Results results, List<Bound> bounds) {
        List<String> broken = new ArrayList<>();
        for (Bound bound : bounds) {
            OptionalDouble ratio = bound.ratio(results);
            if (ratio.isPresent()) {
                String line = "%s: %s to %s %.2f, at most %.2f"
                        .formatted(
                                bound.measurement(), bound.figure(), bound.other(), ratio.getAsDouble(), bound.most());
                out.println(line);
                if (ratio.getAsDouble() > bound.most()) {
                    broken.add(line);
                }
            }
        }
        return broken;
    }
}
