@NullMarked
package dev.windsock.server;

import org.jspecify.annotations.NullMarked;
