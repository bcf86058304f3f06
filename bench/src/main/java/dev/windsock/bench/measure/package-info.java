/** The measurements: what is done to one freshly started contestant. */
@NullMarked
package dev.windsock.bench.measure;

import org.jspecify.annotations.NullMarked;
