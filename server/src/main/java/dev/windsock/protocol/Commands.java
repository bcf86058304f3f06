package dev.windsock.protocol;

import java.util.ArrayList;
import java.util.List;

/** From bytes to commands. */
public final class Commands {
    private Commands() {}

    /**
     * Reads command lines. What is no command becomes a {@link Command.Malformed} in its place; empty lines are skipped.
     *
     * @param utf8 lines separated by {@code \n}, already known to be UTF-8
     */
    public static List<Command> parse(byte[] utf8) {
        List<Command> commands = new ArrayList<>(1);
        int start = 0;
        for (int i = 0; i <= utf8.length; i++) {
            if (i == utf8.length || utf8[i] == '\n') {
                if (!isBlank(utf8, start, i)) {
                    commands.add(new CommandReader(utf8, start, i - start).read());
                }
                start = i + 1;
            }
        }
        return commands;
    }

    private static boolean isBlank(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
