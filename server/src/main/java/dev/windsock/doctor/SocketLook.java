package dev.windsock.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sees what becomes of one WebSocket. Called by the client's threads, and watched by another: all state is guarded by this. */
final class SocketLook implements WebSocket.Listener {
    private static final long REPLY = 4_000;
    private static final long PING = 1_000;
    private static final int MAX_MESSAGE = 64 * 1024;
    private static final String CONNECT = "{\"id\":1,\"connect\":{}}";

    private final Watch watch = new Watch();
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch reply = new CountDownLatch(1);
    private final StringBuilder message = new StringBuilder();
    private final List<Double> roundTrips = new ArrayList<>();
    private @Nullable WebSocket socket;
    private @Nullable Double opened;
    private @Nullable Double replied;
    private @Nullable Double ended;
    private boolean strange;
    /** We have ended it. */
    private boolean over;

    private int pings = 1;
    private double sent;

    @Override
    public synchronized void onOpen(WebSocket webSocket) {
        socket = webSocket;
        opened = watch.ms();
        // That it could not be sent is told to onError, too.
        CompletableFuture<WebSocket> unused = webSocket.sendText(CONNECT, true);
        webSocket.request(1);
    }

    @Override
    public synchronized @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        if (message.length() + data.length() <= MAX_MESSAGE) {
            message.append(data);
        }
        if (last) {
            message.toString().lines().forEach(this::line);
            message.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    private void line(String line) {
        JsonNode frame = Answer.json(line);
        if (!frame.isObject()) {
            strange = replied == null;
            reply.countDown();
        } else if (frame.has("connect")) {
            replied = watch.ms();
            reply.countDown();
        } else if (frame.has("ping") && frame.path("id").asInt() == pings) {
            roundTrips.add(watch.ms() - sent);
        }
    }

    @Override
    public synchronized @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        end();
        return null;
    }

    @Override
    public synchronized void onError(WebSocket webSocket, Throwable error) {
        end();
    }

    /** It was not opened. */
    synchronized void failed() {
        end();
    }

    private void end() {
        if (ended == null && !over) {
            ended = watch.ms();
        }
        reply.countDown();
        end.countDown();
    }

    /** Waits for its end, for a while. */
    void watch() throws InterruptedException {
        if (reply.await(REPLY, TimeUnit.MILLISECONDS)) {
            Watch life = new Watch();
            do {
                ping();
            } while (!end.await(PING, TimeUnit.MILLISECONDS) && life.ms() < Judge.LIFE);
        }
        abort();
    }

    private synchronized void ping() {
        if (socket != null && replied != null && ended == null) {
            pings++;
            sent = watch.ms();
            CompletableFuture<WebSocket> unused = socket.sendText("{\"id\":" + pings + ",\"ping\":{}}", true);
        }
    }

    private synchronized void abort() {
        over = true;
        if (socket != null) {
            socket.abort();
        }
    }

    synchronized SocketSeen seen() {
        return new SocketSeen(opened, replied, strange, ended, List.copyOf(roundTrips), watch.ms());
    }
}
