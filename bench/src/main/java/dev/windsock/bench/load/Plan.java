package dev.windsock.bench.load;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Who follows what. Messages come in streams, each numbered by itself: one for each channel, or in a chat one for each
 * client.
 *
 * @param subscribers connections
 * @param channels the channels of a subscriber
 * @param streams all streams
 * @param channelOf the channel of a stream
 * @param firstStream the first stream of a subscriber
 * @param stepOfStreams from there to the next
 * @param streamsEach how many a subscriber gets
 */
public record Plan(
        int subscribers,
        IntFunction<List<String>> channels,
        int streams,
        IntFunction<String> channelOf,
        IntUnaryOperator firstStream,
        int stepOfStreams,
        int streamsEach) {

    /** Returns a plan with everybody on the same channels. */
    public static Plan shared(int subscribers, int channels) {
        List<String> all = IntStream.range(0, channels).mapToObj(Plan::channel).toList();
        return new Plan(subscribers, subscriber -> all, channels, Plan::channel, subscriber -> 0, 1, channels);
    }

    /** Returns a plan with channels for each alone. */
    public static Plan apart(int subscribers, int channelsEach) {
        return new Plan(
                subscribers,
                subscriber -> IntStream.range(subscriber * channelsEach, (subscriber + 1) * channelsEach)
                        .mapToObj(Plan::channel)
                        .toList(),
                subscribers * channelsEach,
                Plan::channel,
                subscriber -> subscriber * channelsEach,
                1,
                channelsEach);
    }

    /** Returns a plan with rooms, in which each client is a subscriber and a stream. */
    public static Plan rooms(int rooms, int clientsEach) {
        return new Plan(
                rooms * clientsEach,
                client -> List.of(channel(client % rooms)),
                rooms * clientsEach,
                client -> channel(client % rooms),
                client -> client % rooms,
                rooms,
                clientsEach);
    }

    private static String channel(int number) {
        return "bench" + number;
    }
}
