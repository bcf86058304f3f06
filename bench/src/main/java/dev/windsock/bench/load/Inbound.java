package dev.windsock.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes apart what comes in on one connection. */
interface Inbound {
    /** Begins, once the TCP connection is there. */
    void opened(Link link) throws IOException;

    /** Takes what is whole out of a little-endian buffer, and leaves its position behind that. */
    void take(ByteBuffer buffer, Link link) throws IOException;
}
