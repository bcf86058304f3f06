package dev.windsock.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sees what becomes of one stream. One thread reads it, another watches and asks: all state is guarded by this. */
final class StreamLook {
    /** How often a question goes up; rarely enough that an answer that is held until the next is told from a slow one. */
    static final long PING = 1_500;

    private static final double QUESTION = 4_000;
    private static final int TRIES = 3;
    private static final int MAX_LINE = 64 * 1024;
    private static final int MAX_PAGE = 8 * 1024;
    private static final String DATA = "data: ";

    private final Web web;
    private final Target target;
    private final Watch watch = new Watch();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final Map<Integer, StreamSeen.Ping> pings = new TreeMap<>();
    private @Nullable Answer instead;
    private @Nullable Double head;
    private @Nullable String encoding;
    private @Nullable Double replied;
    private @Nullable Double ended;
    private List<String> evidence = List.of();
    private String session = "";
    private int id = 1;
    private double watched;
    /** We have ended it. */
    private boolean over;

    StreamLook(Web web, Target target) {
        this.web = web;
        this.target = target;
    }

    /** Waits for its beginning, and then for its end, for so many ms each. */
    void watch(int padding, double beginning, double life) throws InterruptedException {
        Future<?> reading = web.threads().submit(() -> {
            run(Bodies.stream(padding));
            return null;
        });
        if (begun.await((long) beginning, TimeUnit.MILLISECONDS) && hasBegun()) {
            Watch age = new Watch();
            double left = life;
            while (left > 0 && !end.await((long) Math.min(PING, left), TimeUnit.MILLISECONDS)) {
                left = life - age.ms();
                if (left > 0) {
                    ping();
                }
            }
        }
        synchronized (this) {
            over = true;
            watched = watch.ms();
        }
        reading.cancel(true);
    }

    private void run(String body) throws InterruptedException {
        try {
            open(body);
        } finally {
            synchronized (this) {
                if (!over && head != null) {
                    ended = watch.ms();
                }
            }
            begun.countDown();
            end.countDown();
        }
    }

    private void open(String body) throws InterruptedException {
        for (int tried = 1; tried <= TRIES; tried++) {
            try {
                HttpResponse<InputStream> response = web.open(target.url(), Web.Ask.post(body, 0));
                try (InputStream in = response.body()) {
                    if (isStream(response)) {
                        began(response);
                        read(in);
                        return;
                    }
                    stranger(response, in);
                }
            } catch (IOException e) {
                broken(e);
            }
            if (isSettled()) {
                return;
            }
        }
    }

    private static boolean isStream(HttpResponse<?> response) {
        return response.statusCode() == 200
                && response.headers().firstValue("content-type").orElse("").startsWith("text/event-stream");
    }

    private synchronized void began(HttpResponse<?> response) {
        head = watch.ms();
        instead = null;
        encoding = response.headers().firstValue("content-encoding").orElse(null);
        evidence = web.answer("POST (stream)", response, "", watch).evidence();
    }

    private void stranger(HttpResponse<?> response, InputStream in) throws IOException {
        String text = new String(in.readNBytes(MAX_PAGE), StandardCharsets.UTF_8);
        Answer answer = web.answer("POST (stream)", response, text, watch);
        synchronized (this) {
            instead = answer;
        }
    }

    private synchronized void broken(IOException e) {
        if (head == null && !over) {
            String reason = Web.reason(e);
            instead = Answer.none(watch.ms(), reason, List.of("POST (stream): " + reason));
        }
    }

    /** Whether there is no use in trying again. */
    private synchronized boolean isSettled() {
        return over || head != null || instead != null && !instead.isDoubtful();
    }

    private void read(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                line(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else if (line.size() < MAX_LINE) {
                line.write(next);
            }
        }
    }

    private synchronized void line(String line) {
        if (!line.startsWith(DATA)) {
            return;
        }
        JsonNode frame = Answer.json(line.substring(DATA.length()));
        if (frame.has("connect")) {
            replied = watch.ms();
            session = frame.path("connect").path("session").asText();
            begun.countDown();
        }
        StreamSeen.Ping ping = frame.has("ping") ? pings.get(frame.path("id").asInt()) : null;
        if (ping != null && ping.came() == null) {
            pings.put(frame.path("id").asInt(), new StreamSeen.Ping(ping.sent(), watch.ms()));
        }
    }

    private void ping() {
        String body;
        synchronized (this) {
            id++;
            pings.put(id, new StreamSeen.Ping(watch.ms(), null));
            body = Bodies.ping(session, id);
        }
        Future<Answer> unused = web.threads().submit(() -> web.persistent(target.url(), Web.Ask.post(body, QUESTION)));
    }

    synchronized boolean hasBegun() {
        return replied != null;
    }

    synchronized boolean isEncoded() {
        return encoding != null;
    }

    /** What came instead of a stream; null where one came, or nothing. */
    synchronized @Nullable Answer instead() {
        return instead;
    }

    synchronized List<String> evidence() {
        return evidence;
    }

    synchronized StreamSeen seen(@Nullable Boolean whole, @Nullable Boolean padded) {
        return new StreamSeen(head, encoding, replied, ended, List.copyOf(pings.values()), watched, whole, padded);
    }
}
