/** The contestants: how each is started, spoken to, measured from outside and ended. */
@NullMarked
package dev.windsock.bench.server;

import org.jspecify.annotations.NullMarked;
