package dev.windsock.connection;

import dev.windsock.channel.Encoding;
import dev.windsock.channel.Publication;
import dev.windsock.protocol.CloseCode;
import dev.windsock.protocol.Frame;
import dev.windsock.protocol.Frames;
import dev.windsock.protocol.TransportName;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A socket that has as much room as the test gives it. Frames are JSON, a line each. */
final class ScriptedOutlet implements Outlet {
    private enum Lines implements Encoding {
        INSTANCE;

        @Override
        public int slot() {
            return 3;
        }

        @Override
        public byte[] encode(Publication publication) {
            return line(
                    switch (publication.kind()) {
                        case MESSAGE ->
                            Frames.publication(
                                    publication.channel(),
                                    publication.position(),
                                    publication.key(),
                                    publication.data());
                        case JOIN -> membership("join", publication);
                        case LEAVE -> membership("leave", publication);
                    });
        }

        private static byte[] membership(String kind, Publication publication) {
            return Frames.membership(kind, publication.channel(), publication.position(), publication.data());
        }
    }

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Integer> writes = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private long room = Long.MAX_VALUE;
    private boolean joint = true;
    private boolean answersPings = true;
    private boolean gone;
    private boolean awaited;
    private Runnable onLoss = () -> {};
    private Set<TransportName> offered = TransportName.ALL;

    private static byte[] line(byte[] json) {
        return (new String(json, StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** What is offered from now on. */
    void offer(Set<TransportName> transports) {
        offered = transports;
    }

    @Override
    public String network() {
        return "n";
    }

    @Override
    public Set<TransportName> offered() {
        return offered;
    }

    /** From now on there is room for so many bytes. */
    void room(long bytes) {
        room = bytes;
    }

    void notJoint() {
        joint = false;
    }

    void answersNoPings() {
        answersPings = false;
    }

    /** From now on writes fail; at the first, the task runs, as a transport's own clean-up would. */
    void breakDown(Runnable task) {
        gone = true;
        onLoss = task;
    }

    /** Whether a call was asked for when there is room; asking again is asking anew. */
    boolean takeAwaited() {
        boolean was = awaited;
        awaited = false;
        return was;
    }

    byte[] written() {
        return out.toByteArray();
    }

    /** The sizes of the writes that wrote anything. */
    List<Integer> writes() {
        return writes;
    }

    /** How it was ended: {@code end <code>} or {@code abort}. */
    List<String> ends() {
        return ends;
    }

    @Override
    public TransportName transport() {
        return TransportName.WEBSOCKET;
    }

    @Override
    public Encoding encoding() {
        return Lines.INSTANCE;
    }

    @Override
    public byte[] encode(Frame frame) {
        return line(frame.json());
    }

    @Override
    public boolean isJoint() {
        return joint;
    }

    @Override
    public boolean answersPings() {
        return answersPings;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public int write(ByteBuffer bytes) {
        if (gone) {
            onLoss.run();
            return -1;
        }
        int n = (int) Math.min(room, bytes.remaining());
        if (room != Long.MAX_VALUE) {
            room -= n;
        }
        for (int i = 0; i < n; i++) {
            out.write(bytes.get());
        }
        if (n > 0) {
            writes.add(n);
        }
        return n;
    }

    @Override
    public void awaitWritable() {
        awaited = true;
    }

    @Override
    public void end(CloseCode code, String reason) {
        ends.add("end " + code.code());
    }

    @Override
    public void abort() {
        ends.add("abort");
    }
}
