@NullMarked
package dev.windsock.rest;

import org.jspecify.annotations.NullMarked;
