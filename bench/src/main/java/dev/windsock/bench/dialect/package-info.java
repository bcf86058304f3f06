/** How each contestant is spoken to. */
@NullMarked
package dev.windsock.bench.dialect;

import org.jspecify.annotations.NullMarked;
