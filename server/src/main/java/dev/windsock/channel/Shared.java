package dev.windsock.channel;

import dev.windsock.engine.Engine;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What all channels share.
 *
 * @param engine where logs live beyond this process; null where they do not
 */
record Shared(
        InstantSource clock,
        Budget budget,
        RecoveryBudget recovery,
        @Nullable Engine engine) {}
