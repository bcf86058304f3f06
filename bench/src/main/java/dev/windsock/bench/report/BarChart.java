package dev.windsock.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Horizontal bars as SVG: the median as a bar with its number, the range as a thin line. Where the longest is more than
 * fifty times the shortest, lengths are logarithmic, and the heading says so.
 */
final class BarChart {
    private static final int WIDTH = 860;
    private static final int LABELS = 340;
    private static final int NUMBERS = 110;
    private static final int BAR = 18;
    private static final int STEP = 26;
    private static final int TOP = 40;
    private static final double LOGARITHMIC_FROM = 50;

    private final String heading;
    private final int decimals;
    private final List<String> labels = new ArrayList<>();
    private final List<Spread> spreads = new ArrayList<>();

    BarChart(String heading, int decimals) {
        this.heading = heading;
        this.decimals = decimals;
    }

    void bar(String label, Spread spread) {
        labels.add(label);
        spreads.add(spread);
    }

    String svg() {
        double highest = spreads.stream().mapToDouble(Spread::highest).max().orElse(1);
        double lowest = spreads.stream().mapToDouble(Spread::lowest).min().orElse(1);
        boolean logarithmic = lowest > 0 && highest / lowest > LOGARITHMIC_FROM;
        double least = logarithmic ? lowest / 2 : 0;
        int height = TOP + labels.size() * STEP + 8;
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">%n",
                WIDTH,
                height));
        svg.append(String.format(Locale.ROOT, "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>%n", WIDTH, height));
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"12\" y=\"24\" font-weight=\"bold\" fill=\"#222\">%s</text>%n",
                escape(heading + (logarithmic ? " (logarithmic)" : ""))));
        for (int i = 0; i < labels.size(); i++) {
            bar(svg, i, new Axis(least, highest, logarithmic));
        }
        return svg.append("</svg>\n").toString();
    }

    private void bar(StringBuilder svg, int index, Axis axis) {
        Spread spread = spreads.get(index);
        int y = TOP + index * STEP;
        int middle = y + BAR / 2;
        String colour = labels.get(index).startsWith("Windsock") ? "#0b7285" : "#adb5bd";
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#222\">%s</text>%n",
                LABELS - 8,
                middle + 5,
                escape(labels.get(index))));
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                LABELS,
                y,
                axis.at(spread.median()) - LABELS,
                BAR,
                colour));
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#212529\" stroke-width=\"1.5\"/>%n",
                axis.at(spread.lowest()),
                axis.at(spread.highest()),
                middle,
                middle));
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%d\" fill=\"#222\">%s</text>%n",
                Math.max(axis.at(spread.highest()), LABELS) + 6,
                middle + 5,
                String.format(Locale.ROOT, "%,." + decimals + "f", spread.median())));
    }

    private record Axis(double least, double highest, boolean logarithmic) {
        double at(double value) {
            double share = logarithmic
                    ? Math.log(Math.max(value, least) / least) / Math.log(highest / least)
                    : Math.max(0, value) / highest;
            return LABELS + share * (WIDTH - LABELS - NUMBERS);
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
