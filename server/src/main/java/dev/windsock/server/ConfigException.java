package dev.windsock.server;

import java.nio.file.Path;
import java.util.OptionalInt;

/** A configuration file that cannot be used. The message is for people: the file, the line where it is known, and what to do. */
final class ConfigException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    ConfigException(Path file, OptionalInt line, String message) {
        super(file + (line.isPresent() ? ":" + line.getAsInt() : "") + ": " + message);
    }

    ConfigException(Path file, String message) {
        this(file, OptionalInt.empty(), message);
    }
}
