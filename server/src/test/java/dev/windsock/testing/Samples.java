package dev.windsock.testing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a page of metrics says, read strictly: each line must be as Prometheus' text format (version 0.0.4) has it, each sample
 * must belong to the family that was announced last, none may be there twice, and histograms must add up.
 */
public final class Samples {
    private static final String NAME = "[a-zA-Z_][a-zA-Z0-9_]*";
    private static final String LABEL = NAME + "=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"";
    private static final String NUMBER = "(?:[-+]?(?:[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|Inf)|NaN)";
    private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") \\S.*");
    private static final Pattern TYPE =
            Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram|summary|info|untyped)");
    private static final Pattern SAMPLE =
            Pattern.compile("(" + NAME + ")(?:\\{(" + LABEL + "(?:," + LABEL + ")*),?\\})? (" + NUMBER + ")");

    private final Map<String, Double> values = new HashMap<>();
    private final Map<String, String> types = new HashMap<>();
    private final Set<String> helped = new HashSet<>();
    private String family = "";

    private Samples() {}

    /** Reads a page. */
    public static Samples parse(String page) {
        check(page.endsWith("\n"), "the last line has no end");
        Samples samples = new Samples();
        page.lines().forEach(samples::line);
        samples.checkHistograms();
        return samples;
    }

    private void line(String line) {
        Matcher help = HELP.matcher(line);
        Matcher type = TYPE.matcher(line);
        Matcher sample = SAMPLE.matcher(line);
        if (help.matches()) {
            check(helped.add(help.group(1)), "a second help: " + line);
        } else if (type.matches()) {
            family = type.group(1);
            check(types.put(family, type.group(2)) == null, "a second type: " + line);
        } else {
            check(sample.matches(), "no line of the format: " + line);
            checkFamily(sample.group(1));
            String key = key(sample.group(1), sample.group(2) == null ? "" : sample.group(2));
            check(values.put(key, number(sample.group(3))) == null, "there twice: " + key);
        }
    }

    private void checkFamily(String name) {
        String suffix = name.startsWith(family) ? name.substring(family.length()) : "?";
        String type = types.getOrDefault(family, "");
        boolean allowed = type.equals("histogram") || type.equals("summary")
                ? Set.of("_bucket", "_count", "_sum", "").contains(suffix)
                : suffix.isEmpty();
        check(allowed && helped.contains(family), name + " does not belong to " + family);
        check(!type.equals("counter") || name.endsWith("_total"), "a counter without _total: " + name);
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** The labels in the order of their names. */
    private static String key(String name, String labels) {
        Matcher label = Pattern.compile(LABEL).matcher(labels);
        TreeMap<String, String> sorted = new TreeMap<>();
        while (label.find()) {
            String one = label.group();
            check(sorted.put(one.substring(0, one.indexOf('=')), one) == null, "a label twice: " + labels);
        }
        return sorted.isEmpty() ? name : name + '{' + String.join(",", sorted.values()) + '}';
    }

    private void checkHistograms() {
        Map<String, TreeMap<Double, Double>> buckets = new HashMap<>();
        values.forEach((key, value) -> {
            Matcher le = Pattern.compile("(.*)_bucket\\{(.*?),?le=\"([^\"]*)\",?(.*)\\}")
                    .matcher(key);
            if (le.matches()) {
                String series = key(le.group(1) + "_count", le.group(2) + ',' + le.group(4));
                buckets.computeIfAbsent(series, one -> new TreeMap<>()).put(number(le.group(3)), value);
            }
        });
        buckets.forEach((series, counts) -> {
            double last = 0;
            for (double count : counts.values()) {
                check(count >= last, "buckets do not grow: " + series);
                last = count;
            }
            check(counts.lastKey().isInfinite() && last == value(series), "no bucket for all: " + series);
        });
    }

    /** The value of a sample, written as in the page with its labels in the order of their names. */
    public double value(String sample) {
        Double value = values.get(sample);
        check(value != null, "there is no " + sample);
        return value;
    }

    /** All samples. */
    public Map<String, Double> all() {
        return Map.copyOf(values);
    }

    private static void check(boolean holds, String complaint) {
        if (!holds) {
            throw new AssertionError(complaint);
        }
    }
}
