package dev.windsock.bench.load;

/** How far one subscriber has come in each of its streams. */
final class Follower {
    private final int first;
    private final int step;
    private final int[] received;
    private final boolean ordered;
    private int all;

    /** What is not ordered is counted only. */
    Follower(int first, int step, int streams, boolean ordered) {
        this.first = first;
        this.step = step;
        this.received = new int[streams];
        this.ordered = ordered;
    }

    /** Returns the number of all deliveries. */
    int all() {
        return all;
    }

    /** Takes a delivery: each message of each stream must come, once and in order. */
    void delivery(int stream, int sequence) {
        if (sequence < 0) {
            throw new LoadException("a message came damaged");
        }
        int place = (stream - first) / step;
        if (stream < first || place >= received.length || (stream - first) % step != 0) {
            throw new LoadException("a message of stream " + stream + " came to a subscriber that does not follow it");
        }
        if (ordered && sequence != received[place] + 1) {
            throw new LoadException(
                    "message " + sequence + " came to a subscriber where " + (received[place] + 1) + " was due");
        }
        received[place] = sequence;
        all++;
    }
}
