package dev.windsock.doctor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a stream. All times in ms from its beginning, null where it did not happen.
 *
 * @param head the head of the answer came, and says that it is a stream
 * @param encoding how it was changed on the way
 * @param replied the server's reply came on it
 * @param ended it ended, not by our will
 * @param pings what was asked beside it
 * @param watched for how long it was looked at
 * @param whole a stream that ends at once came whole; null: not tried
 * @param padded one with filler at its beginning came; null: not tried
 */
record StreamSeen(
        @Nullable Double head,
        @Nullable String encoding,
        @Nullable Double replied,
        @Nullable Double ended,
        List<Ping> pings,
        double watched,
        @Nullable Boolean whole,
        @Nullable Boolean padded) {

    /** A question beside the stream, and when its answer came down. */
    record Ping(double sent, @Nullable Double came) {}
}
