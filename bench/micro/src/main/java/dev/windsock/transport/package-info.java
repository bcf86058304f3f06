/** Benchmarks of this package's inner parts. */
@NullMarked
package dev.windsock.transport;

import org.jspecify.annotations.NullMarked;
