package dev.windsock.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One subscriber: its socket, how far it has come, and the piece of a frame that the last read left over. It checks that
 * every message comes, once, whole and in order. Lives on one load thread.
 */
final class Subscriber {
    /** Frames up to this length are one line; a longer text may be several (PROTOCOL.md section 2). */
    private static final int ONE_LINE = 300;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private enum State {
        HANDSHAKE,
        REPLY,
        READY
    }

    private final Dialect dialect;
    private final SocketChannel channel;
    private final Tally tally;
    private State state = State.HANDSHAKE;
    private ByteBuffer leftOver = NOTHING;
    private int received;

    Subscriber(Dialect dialect, SocketChannel channel, Tally tally) {
        this.dialect = dialect;
        this.channel = channel;
        this.tally = tally;
    }

    /** Reads what there is, by way of the buffer that all subscribers of the thread share. */
    void read(SelectionKey key, ByteBuffer shared) throws IOException {
        shared.clear().put(leftOver);
        int count = channel.read(shared);
        if (count < 0) {
            key.cancel();
            throw new LoadException("the server closed a connection");
        }
        tally.bytesCame(count);
        shared.flip();
        int before = received;
        if (state != State.HANDSHAKE || handshakeIsDone(shared)) {
            frames(shared);
        }
        tally.progress().moved(before, received);
        keep(shared);
    }

    private boolean handshakeIsDone(ByteBuffer buffer) throws IOException {
        if (!Handshake.accepted(buffer)) {
            return false;
        }
        if (dialect.subscribeCommand().isEmpty()) {
            ready();
        } else {
            state = State.REPLY;
            send(Frames.text(dialect.subscribeCommand()));
        }
        return true;
    }

    private void ready() {
        state = State.READY;
        tally.subscriberIsReady();
    }

    private void frames(ByteBuffer buffer) throws IOException {
        while (buffer.remaining() >= 2) {
            int at = buffer.position();
            int header = Frames.headerLength(buffer, at);
            if (buffer.remaining() < header) {
                return;
            }
            int length = Frames.payloadLength(buffer, at);
            if (buffer.remaining() < header + length) {
                return;
            }
            frame(Frames.opcode(buffer, at), buffer, at + header, length);
            buffer.position(at + header + length);
        }
    }

    private void frame(int opcode, ByteBuffer buffer, int at, int length) throws IOException {
        switch (opcode) {
            case Frames.TEXT -> text(buffer, at, length);
            case Frames.PING -> send(Frames.masked(Frames.PONG, bytes(buffer, at, length)));
            case Frames.PONG -> {}
            default -> throw new LoadException("the server sent a frame with the opcode " + opcode);
        }
    }

    private void text(ByteBuffer buffer, int at, int length) throws IOException {
        if (length <= ONE_LINE || dialect.everythingIsDelivery()) {
            line(buffer, at, length);
            return;
        }
        int start = at;
        for (int place = at; place < at + length; place++) {
            if (buffer.get(place) == '\n') {
                line(buffer, start, place - start);
                start = place + 1;
            }
        }
        line(buffer, start, at + length - start);
    }

    private void line(ByteBuffer buffer, int at, int length) throws IOException {
        if (isDelivery(buffer, at, length)) {
            int start = at + length - dialect.deliveryAfter() - Message.LENGTH;
            received = tally.delivery(received, start < at ? -1 : Message.sequence(buffer, start), buffer, start);
        } else if (length > 0) {
            control(new String(bytes(buffer, at, length), StandardCharsets.UTF_8));
        }
    }

    private boolean isDelivery(ByteBuffer buffer, int at, int length) {
        String before = dialect.deliveryBefore();
        if (length < before.length()) {
            return false;
        }
        for (int i = 0; i < before.length(); i++) {
            if (buffer.get(at + i) != before.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void control(String line) throws IOException {
        if (line.startsWith("{\"ping\"")) {
            send(Frames.text("{\"pong\":{}}"));
        } else if (state == State.REPLY && line.startsWith("{\"id\":1,\"connect\"") && !line.contains("\"error\"")) {
            ready();
        } else {
            throw new LoadException("the server sent " + line);
        }
    }

    private void send(byte[] frame) throws IOException {
        if (channel.write(ByteBuffer.wrap(frame)) < frame.length) {
            throw new LoadException("the server does not read what a subscriber sends");
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

    private static byte[] bytes(ByteBuffer buffer, int at, int length) {
        byte[] bytes = new byte[length];
        buffer.get(at, bytes);
        return bytes;
    }
}
