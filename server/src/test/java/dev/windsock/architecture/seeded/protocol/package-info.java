/** The one package of these that has the mark. */
@NullMarked
package dev.windsock.architecture.seeded.protocol;

import org.jspecify.annotations.NullMarked;
