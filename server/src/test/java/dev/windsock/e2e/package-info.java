/**
 * The server as its users meet it: the jar in a process of its own, reached through sockets.
 *
 * <p>In a process of its own because Atmosphere behaves differently where JUnit is on the class path.
 */
@NullMarked
package dev.windsock.e2e;

import org.jspecify.annotations.NullMarked;
