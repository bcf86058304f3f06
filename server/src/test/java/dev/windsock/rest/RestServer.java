package dev.windsock.rest;

import dev.windsock.channel.ChannelLimits;
import dev.windsock.channel.Channels;
import dev.windsock.channel.Namespaces;
import dev.windsock.channel.Rules;
import dev.windsock.presence.Presence;
import io.undertow.Undertow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The REST interface on a real port, and a client to it. */
final class RestServer implements AutoCloseable {
    static final int MAX_BODY_SIZE = 100_000;

    private static final int PATIENCE_MILLIS = 60_000;

    final RecordingEngine engine = new RecordingEngine();
    final Channels channels = new Channels(
            new Namespaces(Rules.defaults(), Map.of("here", Rules.defaults().withPresence(true, true))),
            ChannelLimits.defaults(),
            InstantSource.system(),
            engine);
    final Presence presence = new Presence(channels, Duration.ofMinutes(1), () -> 0);
    private final RestHandler handler = new RestHandler(channels, presence, MAX_BODY_SIZE);
    private final Undertow undertow = Undertow.builder()
            .addHttpListener(0, "127.0.0.1", handler)
            .setWorkerThreads(1)
            .build();
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;

    RestServer() {
        undertow.start();
        port = ((InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress()).getPort();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofMillis(PATIENCE_MILLIS));
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Sends a request with headers: a name, a value, and so on. */
    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).method(method, HttpRequest.BodyPublishers.ofString(body));
        return send((headers.length == 0 ? request : request.headers(headers)).build());
    }

    HttpResponse<String> method(String method, String path) throws IOException, InterruptedException {
        return send(request(path)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());
    }

    HttpResponse<String> post(String path, @Nullable String contentType, String body)
            throws IOException, InterruptedException {
        return post(path, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> post(String path, @Nullable String contentType, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        return send(request.build());
    }

    /** Sends bytes as they are, and returns all that comes until the server closes the connection. */
    String raw(String request) throws IOException {
        try (Socket socket = open()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    Socket open() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    @Override
    public void close() {
        engine.close();
        client.close();
        undertow.stop();
        handler.close();
    }
}
