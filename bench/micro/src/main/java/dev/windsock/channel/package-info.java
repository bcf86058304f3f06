/** Benchmarks of this package's inner parts. */
@NullMarked
package dev.windsock.channel;

import org.jspecify.annotations.NullMarked;
