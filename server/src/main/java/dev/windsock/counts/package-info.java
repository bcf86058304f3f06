/** What has happened since the start, in plain counts that cost next to nothing to add to. */
@NullMarked
package dev.windsock.counts;

import org.jspecify.annotations.NullMarked;
