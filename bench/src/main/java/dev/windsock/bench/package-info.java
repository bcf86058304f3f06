/** The benchmark: one command that measures Windsock and its peers in turn, on the same machine and in the same run. */
@NullMarked
package dev.windsock.bench;

import org.jspecify.annotations.NullMarked;
