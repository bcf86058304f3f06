/** The REST interface: JAX-RS resources on Jersey, and the adapter that runs Jersey on Undertow's exchanges. */
@NullMarked
package dev.windsock.rest;

import org.jspecify.annotations.NullMarked;
