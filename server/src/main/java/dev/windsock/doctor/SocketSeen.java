package dev.windsock.doctor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One try to use a WebSocket. All times in ms from its beginning, null where it did not happen.
 *
 * @param replied the server's reply came
 * @param strange what came first was nothing of the server's
 * @param ended it ended, not by our will
 * @param watched for how long it was looked at
 */
record SocketSeen(
        @Nullable Double opened,
        @Nullable Double replied,
        boolean strange,
        @Nullable Double ended,
        List<Double> roundTrips,
        double watched) {}
