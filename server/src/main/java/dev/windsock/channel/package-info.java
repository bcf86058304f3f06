/** Channels: the log, its readers' cursors, and the fan-out from the one to the others. Knows no transport and no framework. */
@NullMarked
package dev.windsock.channel;

import org.jspecify.annotations.NullMarked;
