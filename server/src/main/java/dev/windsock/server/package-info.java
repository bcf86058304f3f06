/** The program: its command line, the composition of its parts, the listener, and the files that it serves. */
@NullMarked
package dev.windsock.server;

import org.jspecify.annotations.NullMarked;
