package dev.windsock.transport;

import dev.windsock.counts.End;
import dev.windsock.protocol.CloseCode;
import dev.windsock.protocol.TransportName;
import io.undertow.io.IoCallback;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.atmosphere.cpr.AtmosphereResource;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;

/**
 * A connection of one poll: what is written is gathered, and becomes the answer when there is something to say or the
 * time is over.
 */
final class PollCarrier extends Carrier {
    /** An answer that has grown to this is sent; what else there is waits in its log for the next poll. */
    private static final int FULL = 1 << 20;

    /** How long an answer that is due waits for what is on its way to it, in ms. */
    private static final long PATIENCE = 10_000;

    private enum State {
        GATHERING,
        HELD,
        ANSWERED
    }

    /**
     * What kind of answer is wanted.
     *
     * @param waitMillis how long to wait for something to say; 0 to answer at once
     * @param greetings how many of the first frames are no news, so that the answer need not go for them
     * @param single whether the answer is one frame and chunked, for clients that can tell neither frames nor an end apart
     */
    record Wanted(String contentType, long waitMillis, int greetings, boolean single) {}

    private final HttpServerExchange exchange;
    private final Wanted wanted;

    /** Has just the room that the first frame needs, which is all there is for as long as a poll is held. */
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream(0);

    private State state = State.GATHERING;
    private int frames;
    private boolean due;
    private boolean answered;
    private Runnable unwatch = () -> {};
    private XnioExecutor.@Nullable Key timer;

    PollCarrier(
            HttpServerExchange exchange,
            Surroundings surroundings,
            Dialect dialect,
            Conversation conversation,
            Wanted wanted) {
        super(surroundings, dialect, conversation);
        this.exchange = exchange;
        this.wanted = wanted;
    }

    @Override
    AtmosphereResource.TRANSPORT kind() {
        return AtmosphereResource.TRANSPORT.LONG_POLLING;
    }

    @Override
    void opened() {
        conversation().opened(connection());
        if (state == State.GATHERING) {
            if (wanted.waitMillis() == 0
                    || frames > wanted.greetings()
                    || connection().hasRefused()) {
                hurry();
            }
            if (!due || connection().isBusy()) {
                hold();
            }
        }
    }

    private void hold() {
        state = State.HELD;
        resource().suspend();
        unwatch = DisconnectWatch.start(exchange, this::abort);
        timer = loop().thread().executeAfter(this::answer, due ? PATIENCE : wanted.waitMillis(), TimeUnit.MILLISECONDS);
    }

    /** There is something to say: the answer goes when the tasks before have added theirs, and nothing is on its way. */
    void hurry() {
        due = true;
        loop().lane().execute(this::answerUnlessBusy);
    }

    private void answerUnlessBusy() {
        if (!connection().isBusy()) {
            answer();
        }
    }

    @Override
    public void idle() {
        if (due) {
            hurry();
        }
    }

    private void answer() {
        if (state == State.ANSWERED) {
            return;
        }
        boolean held = state == State.HELD;
        answered = true;
        release();
        state = State.ANSWERED;
        stopWaiting();
        if (held) {
            resource().resume();
        } else {
            respond();
        }
    }

    private void stopWaiting() {
        unwatch.run();
        if (timer != null) {
            timer.remove();
        }
    }

    @Override
    End end() {
        return answered && super.end() == End.CUT ? End.ANSWERED : super.end();
    }

    @Override
    void resumed() {
        respond();
    }

    private void respond() {
        Responses.notStored(exchange);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, wanted.contentType());
        byte[] body = gathered.toByteArray();
        loop().lane().sent(body.length);
        if (wanted.single() && exchange.isHttp11()) {
            exchange.getResponseHeaders().put(Headers.TRANSFER_ENCODING, "chunked");
        } else {
            exchange.setResponseContentLength(body.length);
        }
        exchange.getResponseSender().send(ByteBuffer.wrap(body), IoCallback.END_EXCHANGE);
    }

    @Override
    public TransportName transport() {
        return TransportName.POLLING;
    }

    @Override
    public boolean isOpen() {
        return state != State.ANSWERED;
    }

    @Override
    public int write(ByteBuffer bytes) {
        if (!isOpen()) {
            return -1;
        }
        if (frames > wanted.greetings() && (wanted.single() || gathered.size() + bytes.remaining() > FULL)) {
            return 0;
        }
        int n = bytes.remaining();
        if (n == 0) {
            return 0;
        }
        byte[] copy = new byte[n];
        bytes.get(copy);
        gathered.writeBytes(copy);
        frames++;
        if (state == State.HELD) {
            hurry();
        }
        return n;
    }

    /** An answer does not drain: what has no room waits for the next poll. */
    @Override
    public void awaitWritable() {
        hurry();
    }

    @Override
    public void end(CloseCode code, String reason) {
        hurry();
    }

    @Override
    public void abort() {
        if (state != State.ANSWERED) {
            state = State.ANSWERED;
            stopWaiting();
            loop().close(exchange.getConnection());
            finish();
        }
    }
}
