/** The load generator: many subscribers on few threads, one publisher, every delivery checked. */
@NullMarked
package dev.windsock.bench.load;

import org.jspecify.annotations.NullMarked;
