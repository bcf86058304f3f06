/** From samples to tables, JSON and the page of the documentation. */
@NullMarked
package dev.windsock.bench.report;

import org.jspecify.annotations.NullMarked;
