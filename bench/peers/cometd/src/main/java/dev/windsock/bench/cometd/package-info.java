/** CometD on Jetty as a contestant. */
@NullMarked
package dev.windsock.bench.cometd;

import org.jspecify.annotations.NullMarked;
