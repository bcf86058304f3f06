/** Benchmarks of this package's inner parts. */
@NullMarked
package dev.windsock.protocol;

import org.jspecify.annotations.NullMarked;
