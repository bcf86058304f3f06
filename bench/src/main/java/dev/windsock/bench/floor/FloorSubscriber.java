package dev.windsock.bench.floor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** A subscriber of the floor: a socket and a place in the ring. One whose socket is full waits for its selector. */
final class FloorSubscriber {
    private final SelectionKey key;
    private final SocketChannel channel;
    private final FrameRing ring;
    private final boolean joint;
    private long place;
    private int sentOfFrame;
    private boolean full;

    FloorSubscriber(SelectionKey key, FrameRing ring, long place, boolean joint) {
        this.key = key;
        this.channel = (SocketChannel) key.channel();
        this.ring = ring;
        this.joint = joint;
        this.place = place;
    }

    /** Writes up to a place, unless the socket is full. */
    void writeTo(long end) {
        try {
            while (!full && place < end) {
                write(joint ? end : place + 1);
            }
        } catch (IOException e) {
            // The selector will find the connection closed; until then it counts as full.
            full = true;
        }
    }

    /** Goes on once the socket has room. */
    void hasRoom() {
        full = false;
        key.interestOps(SelectionKey.OP_READ);
        writeTo(ring.head());
    }

    private void write(long end) throws IOException {
        ByteBuffer bytes = ring.bytes(place, sentOfFrame, end);
        int sent = sentOfFrame + channel.write(bytes);
        place += FrameRing.frames(sent);
        sentOfFrame = FrameRing.rest(sent);
        if (bytes.hasRemaining()) {
            full = true;
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }
}
