/** One logical conversation with a client: its commands, replies and subscriptions, whatever carries them. */
@NullMarked
package dev.windsock.connection;

import org.jspecify.annotations.NullMarked;
