@NullMarked
package dev.windsock.doctor;

import org.jspecify.annotations.NullMarked;
