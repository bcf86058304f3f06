/** The metrics: what the server has counted, and how it stands, in the text formats of Prometheus. */
@NullMarked
package dev.windsock.metrics;

import org.jspecify.annotations.NullMarked;
