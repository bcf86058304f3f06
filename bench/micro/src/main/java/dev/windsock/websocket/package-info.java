/** Benchmarks of this package's inner parts. */
@NullMarked
package dev.windsock.websocket;

import org.jspecify.annotations.NullMarked;
