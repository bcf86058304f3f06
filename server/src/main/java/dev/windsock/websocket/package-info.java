/** RFC 6455 and RFC 7692 as pure code: frames in, frames out, no sockets. */
@NullMarked
package dev.windsock.websocket;

import org.jspecify.annotations.NullMarked;
