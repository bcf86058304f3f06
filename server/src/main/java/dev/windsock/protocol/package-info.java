/** The wire's vocabulary: positions, codes, commands and frames as JSON. Knows nothing of connections or transports. */
@NullMarked
package dev.windsock.protocol;

import org.jspecify.annotations.NullMarked;
