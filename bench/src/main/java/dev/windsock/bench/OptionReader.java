package dev.windsock.bench;

import java.util.ArrayList;
import java.util.List;

/** Takes options out of a command line, one by one; what is left over must be words that are allowed. */
final class OptionReader {
    private final List<String> left;

    OptionReader(List<String> arguments) {
        left = new ArrayList<>(arguments);
    }

    boolean flag(String name) {
        return left.remove(name);
    }

    String text(String name, String otherwise) {
        int at = left.indexOf(name);
        if (at < 0) {
            return otherwise;
        }
        if (at + 1 == left.size()) {
            throw new UsageException(name + " needs a value");
        }
        left.remove(at);
        return left.remove(at);
    }

    int number(String name, int otherwise) {
        String text = text(name, Integer.toString(otherwise));
        if (!text.matches("[1-9][0-9]{0,6}")) {
            throw new UsageException(name + " needs a number above 0, not " + text);
        }
        return Integer.parseInt(text);
    }

    /** Returns what is left over. */
    List<String> rest() {
        for (String word : left) {
            if (word.startsWith("-")) {
                throw new UsageException("unknown: " + word);
            }
        }
        return List.copyOf(left);
    }
}
