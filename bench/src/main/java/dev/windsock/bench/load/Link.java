package dev.windsock.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One connection to a contestant: its socket, its conversation, how far it has come, and the piece that the last read
 * left over. Reads on one thread.
 */
final class Link implements Wire {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final Inbound inbound;
    private final Conversation conversation;
    private final Follower follower;
    private final Tally tally;
    private ByteBuffer leftOver = NOTHING;
    private boolean ready;

    Link(SocketChannel channel, Inbound inbound, Conversation conversation, Follower follower, Tally tally) {
        this.channel = channel;
        this.inbound = inbound;
        this.conversation = conversation;
        this.follower = follower;
        this.tally = tally;
    }

    Conversation conversation() {
        return conversation;
    }

    boolean isReady() {
        return ready;
    }

    void opened() throws IOException {
        inbound.opened(this);
    }

    /** Reads what there is, by way of the buffer that all of the thread's connections share. */
    void read(ByteBuffer shared) throws IOException {
        shared.clear().put(leftOver);
        int count = channel.read(shared);
        if (count < 0) {
            throw new LoadException("the server closed a connection");
        }
        tally.bytesCame(count);
        shared.flip();
        int before = follower.all();
        inbound.take(shared, this);
        tally.progress().moved(before, follower.all());
        keep(shared);
    }

    /** Takes the deliveries out of these bytes; returns the most bytes beside them in one place, or -1 without any. */
    int deliveries(ByteBuffer buffer, int from, int end) {
        int widest = -1;
        int last = from;
        for (int at = Message.find(buffer, from, end); at >= 0; at = Message.find(buffer, last, end)) {
            delivery(buffer, at);
            widest = Math.max(widest, at - last);
            last = at + Message.LENGTH;
        }
        return widest < 0 ? -1 : Math.max(widest, end - last);
    }

    void delivery(ByteBuffer buffer, int at) {
        follower.delivery(Message.stream(buffer, at), Message.sequence(buffer, at));
        tally.delivery(Message.time(buffer, at));
    }

    /** Lets the conversation hear a part of the buffer. */
    void hear(ByteBuffer buffer, int from, int length) throws IOException {
        byte[] bytes = new byte[length];
        buffer.get(from, bytes);
        // One char for each byte, so that binary protocols can be heard as well.
        conversation.heard(new String(bytes, StandardCharsets.ISO_8859_1), this);
    }

    @Override
    public void send(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        write(inbound instanceof WebSocketInbound ? Frames.masked(Frames.TEXT, bytes) : bytes);
    }

    @Override
    public void send(byte[] bytes) throws IOException {
        write(Frames.masked(Frames.BINARY, bytes));
    }

    void write(byte[] bytes) throws IOException {
        if (channel.write(ByteBuffer.wrap(bytes)) < bytes.length) {
            throw new LoadException("the server does not read what a client sends");
        }
    }

    @Override
    public void ready() {
        if (!ready) {
            ready = true;
            tally.subscriberIsReady();
        }
    }

    private void keep(ByteBuffer buffer) {
        if (!buffer.hasRemaining()) {
            leftOver = NOTHING;
            return;
        }
        if (leftOver.capacity() < buffer.remaining()) {
            leftOver = ByteBuffer.allocate(Math.max(512, buffer.remaining())).order(ByteOrder.LITTLE_ENDIAN);
        }
        leftOver.clear().put(buffer).flip();
    }
}
