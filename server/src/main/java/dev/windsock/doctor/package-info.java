/** The doctor of the command line: tries every transport from here to a server, and says what is in the way. */
@NullMarked
package dev.windsock.doctor;

import org.jspecify.annotations.NullMarked;
