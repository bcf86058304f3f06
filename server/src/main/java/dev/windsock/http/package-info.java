/** What requests of all kinds have in common. */
@NullMarked
package dev.windsock.http;

import org.jspecify.annotations.NullMarked;
