package dev.windsock.transport;

import dev.windsock.channel.Encoding;
import dev.windsock.protocol.Frame;

/** How frames look on one connection. */
interface Dialect {
    /** The form of publications. */
    Encoding encoding();

    /** The form of any other frame; empty where this dialect has no word for it. */
    byte[] encode(Frame frame);

    /** Whether several publications may be written as one. */
    default boolean isJoint() {
        return true;
    }

    /** Whether each form is a chunk of an HTTP/1.1 answer already, framing and all. */
    default boolean isChunked() {
        return false;
    }

    /** Whether the client answers pings, so that one that stays silent is dead. */
    default boolean answersPings() {
        return false;
    }
}
