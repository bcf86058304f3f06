/** How bytes get in and out: the bridge between Undertow and Atmosphere, and the three transports on it. */
@NullMarked
package dev.windsock.transport;

import org.jspecify.annotations.NullMarked;
