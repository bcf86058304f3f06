package dev.windsock.bench.measure;

/**
 * A figure that a measurement gives.
 *
 * @param key its name in JSON
 * @param heading its heading in tables
 * @param decimals how many decimals are worth showing
 * @param shown how tables show it
 */
public record Column(String key, String heading, int decimals, Shown shown) {
    /** How a figure is shown in tables. */
    public enum Shown {
        /** The median of the rounds. */
        MEDIAN,
        /** The median, the lowest and the highest, and the ratio to Windsock's: what the measurement is about. */
        RANGE_AND_RATIO,
        /** The highest of all rounds: what must be 0. */
        HIGHEST
    }

    static Column median(String key, String heading, int decimals) {
        return new Column(key, heading, decimals, Shown.MEDIAN);
    }

    static Column main(String key, String heading, int decimals) {
        return new Column(key, heading, decimals, Shown.RANGE_AND_RATIO);
    }

    static Column highest(String key, String heading) {
        return new Column(key, heading, 0, Shown.HIGHEST);
    }
}
