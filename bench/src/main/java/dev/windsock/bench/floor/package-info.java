/** The floor that Windsock is held against: a bare NIO loop that knows one channel and nothing else. */
@NullMarked
package dev.windsock.bench.floor;

import org.jspecify.annotations.NullMarked;
