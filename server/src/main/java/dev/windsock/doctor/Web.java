package dev.windsock.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Requests that keep what they saw. Thread-safe. */
final class Web implements AutoCloseable {
    private static final List<String> TELLTALES = List.of(
            "server",
            "via",
            "x-cache",
            "x-cache-lookup",
            "x-squid-error",
            "x-served-by",
            "x-proxy-cache",
            "cf-ray",
            "age",
            "content-encoding",
            "warning");
    private static final List<String> NAMES = List.of("server", "via", "x-served-by");
    private static final String LINES = "application/x-ndjson";
    private static final int MAX_BODY = 64 * 1024;
    private static final int TRIES = 3;

    static {
        // A WebSocket through a tunnel names the server, not the tunnel's end.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    private final HttpClient client;
    /** Knows no proxy. */
    private final HttpClient direct =
            HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();

    private final Target target;
    private final @Nullable InetSocketAddress proxy;
    private final Map<String, String> headers;
    private final Words words;
    private final Set<String> names = new TreeSet<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Makes what requests are made with.
     *
     * @param headers go with every request, and are never told
     * @param proxy null for none
     */
    Web(Target target, Map<String, String> headers, @Nullable InetSocketAddress proxy, Words words) {
        this.client = HttpClient.newBuilder()
                .version(target.isSecure() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(ProxySelector.of(proxy))
                .build();
        this.target = target;
        this.proxy = proxy;
        this.headers = Map.copyOf(headers);
        this.words = words;
    }

    /** One request: what it is made of beside its address. */
    record Ask(String method, @Nullable String body, Map<String, String> headers, double timeout) {
        static Ask post(String body, double timeout) {
            return new Ask("POST", body, Map.of(), timeout);
        }
    }

    ExecutorService threads() {
        return threads;
    }

    Words words() {
        return words;
    }

    /** A tunnel for a WebSocket; null where the client makes its own, or where none is needed. */
    @Nullable
    Tunnel tunnel() throws IOException {
        return proxy == null || target.isSecure() ? null : new Tunnel(target.url(), proxy, threads);
    }

    /** Opens a WebSocket, through the tunnel where there is one. */
    CompletableFuture<WebSocket> webSocket(@Nullable Tunnel tunnel, WebSocket.Listener listener) {
        if (tunnel == null) {
            URI url = URI.create("ws" + target.url().toString().substring("http".length()));
            return with(client.newWebSocketBuilder()).buildAsync(url, listener);
        }
        WebSocket.Builder builder = with(direct.newWebSocketBuilder()).header("Host", target.place());
        return builder.buildAsync(tunnel.near(target.url().getPath()), listener);
    }

    private WebSocket.Builder with(WebSocket.Builder builder) {
        headers.forEach(builder::header);
        return builder;
    }

    /** Makes a request and reads its whole answer. */
    Answer request(URI url, Ask ask) throws InterruptedException {
        String what = ask.method() + ' ' + url.getPath();
        Watch watch = new Watch();
        Future<Answer> answer = threads.submit(() -> exchange(url, ask, what, watch));
        String trouble;
        try {
            return answer.get((long) ask.timeout(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            trouble = "nothing came within " + Words.time(watch.ms());
        } catch (ExecutionException e) {
            trouble = reason(e.getCause());
        }
        return Answer.none(watch.ms(), trouble, List.of(what + ": " + trouble));
    }

    /** Makes a request again where its end is doubtful, but not one that took all its time; the last answer counts. */
    Answer persistent(URI url, Ask ask) throws InterruptedException {
        Answer answer = request(url, ask);
        for (int tried = 1; tried < TRIES && answer.isDoubtful() && answer.ms() < ask.timeout(); tried++) {
            answer = request(url, ask);
        }
        return answer;
    }

    private Answer exchange(URI url, Ask ask, String what, Watch watch) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = open(url, ask);
        try (InputStream in = response.body()) {
            return answer(what, response, new String(in.readNBytes(MAX_BODY), StandardCharsets.UTF_8), watch);
        }
    }

    /** What a response is as an answer, once its text is there. */
    Answer answer(String what, HttpResponse<?> response, String text, Watch watch) {
        String shown = words.status(response.statusCode());
        double ms = watch.ms();
        List<String> evidence = new ArrayList<>(List.of(what + " → " + shown + " in " + Words.time(ms)));
        evidence.addAll(telltales(response.headers()));
        Answer answer =
                new Answer(response.statusCode(), shown, ms, response.headers(), text, "", List.copyOf(evidence));
        if (answer.isOk() || answer.excerpt().isEmpty()) {
            return answer;
        }
        evidence.add("It says: " + answer.excerpt());
        return new Answer(answer.status(), shown, ms, answer.headers(), text, "", List.copyOf(evidence));
    }

    /** Makes a request; its body is to be read, and closed. */
    HttpResponse<InputStream> open(URI url, Ask ask) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url);
        headers.forEach(request::setHeader);
        ask.headers().forEach(request::setHeader);
        if (ask.body() == null) {
            request.method(ask.method(), HttpRequest.BodyPublishers.noBody());
        } else {
            request.setHeader("Content-Type", LINES);
            request.method(ask.method(), HttpRequest.BodyPublishers.ofString(ask.body()));
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    /** The headers by which boxes show themselves, a line each; names are kept. */
    List<String> telltales(HttpHeaders fields) {
        NAMES.forEach(name -> fields.firstValue(name).ifPresent(this::named));
        return TELLTALES.stream()
                .flatMap(name -> fields.firstValue(name).stream().map(value -> name + ": " + Answer.cut(value)))
                .toList();
    }

    /** Something between has given its name. */
    void named(String name) {
        synchronized (names) {
            names.add(Answer.cut(name));
        }
    }

    List<String> names() {
        synchronized (names) {
            return List.copyOf(names);
        }
    }

    /** Who answered, by the headers. */
    String who(HttpHeaders fields) {
        return NAMES.stream()
                .flatMap(name -> fields.firstValue(name).stream())
                .map(Answer::cut)
                .findFirst()
                .orElse(words.unnamed());
    }

    /** Why there was no answer, for people. */
    static String reason(@Nullable Throwable failure) {
        if (has(failure, UnknownHostException.class) || has(failure, UnresolvedAddressException.class)) {
            return "there is no host of this name";
        }
        if (has(failure, ConnectException.class)) {
            return "nothing listens there, or it is blocked (connection refused)";
        }
        String message = failure == null ? "" : String.valueOf(failure.getMessage());
        if (has(failure, SSLException.class)) {
            return "no secure connection: " + Answer.cut(message);
        }
        return message.contains("no bytes")
                ? "the connection was closed without an answer"
                : "the connection broke (" + Answer.cut(message) + ')';
    }

    private static boolean has(@Nullable Throwable failure, Class<? extends Exception> kind) {
        for (Throwable one = failure; one != null; one = one.getCause()) {
            if (kind.isInstance(one)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.shutdownNow();
        direct.shutdownNow();
    }
}
