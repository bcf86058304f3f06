package dev.windsock.engine;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how logs are kept on disk.
 *
 * @param directory the directory, made where it is not there; of one server only
 * @param sync how long an entry may be told to be kept before the disk itself has it, which is what a power cut can lose;
 *     zero for never
 */
public record DiskOptions(Path directory, Duration sync) {
    public DiskOptions {
        if (sync.isNegative()) {
            throw new IllegalArgumentException("The time between syncs must not be negative");
        }
    }

    boolean syncEach() {
        return sync.isZero();
    }
}
