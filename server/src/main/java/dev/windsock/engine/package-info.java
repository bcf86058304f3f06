/** Engines: where logs live beyond the memory of this process. Knows no channel, only what has to be kept of one. */
@NullMarked
package dev.windsock.engine;

import org.jspecify.annotations.NullMarked;
