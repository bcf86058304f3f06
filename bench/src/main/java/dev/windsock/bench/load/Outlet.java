package dev.windsock.bench.load;

import java.io.IOException;

/** Where a publisher's messages go. */
public interface Outlet extends AutoCloseable {
    /** Takes a message of a stream for its channel; it may be sent with the next ones. */
    void put(int stream, String message) throws IOException;

    /** Sends what is still to be sent. */
    void flush() throws IOException;

    @Override
    void close() throws IOException;
}
