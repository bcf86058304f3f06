package dev.windsock.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the header {@code Forwarded} (RFC 7239 section 4). */
final class ForwardedHeader {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*+\"";

    /** One pair of a name and a value, and what ends it: a semicolon, a comma, or the header's end. */
    private static final Pattern PAIR = Pattern.compile(
            "[ \t]*(?:(" + TOKEN + ")=(" + TOKEN + '|' + QUOTED + "|[0-9A-Za-z.:\\[\\]_-]+))?[ \t]*([;,]|$)");

    private ForwardedHeader() {}

    /**
     * By whom each proxy was asked, the nearest last; empty where one does not say. Where the header is not well formed nothing
     * of it is believed.
     */
    static List<String> nodes(String value) {
        List<String> nodes = new ArrayList<>();
        Matcher pair = PAIR.matcher(value);
        String node = "";
        int at = 0;
        while (at <= value.length() && pair.find(at) && pair.start() == at) {
            if (pair.group(1) != null && pair.group(1).equalsIgnoreCase("for")) {
                node = unquoted(pair.group(2));
            }
            if (!pair.group(3).equals(";")) {
                nodes.add(node);
                node = "";
            }
            at = pair.end();
            if (pair.group(3).isEmpty()) {
                return nodes;
            }
        }
        return List.of();
    }

    private static String unquoted(String value) {
        return value.startsWith("\"") ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    }
}
