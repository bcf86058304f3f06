package dev.windsock.channel;

import dev.windsock.counts.Counts;
import dev.windsock.engine.Engine;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What all channels share.
 *
 * @param engine where logs live beyond this process; null where they do not
 * @param counts what the server counts
 */
record Shared(
        InstantSource clock,
        Budget budget,
        RecoveryBudget recovery,
        @Nullable Engine engine,
        Counts counts) {}
