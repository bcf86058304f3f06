package dev.windsock.transport;

import dev.windsock.channel.ChannelLimits;
import dev.windsock.channel.Channels;
import dev.windsock.channel.Message;
import dev.windsock.channel.Namespaces;
import dev.windsock.channel.Rules;
import dev.windsock.presence.Presence;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.PathHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;

/** The transports on a real Undertow, and a client for them. In what is written here, single quotes stand for double ones. */
final class TestServer implements AutoCloseable {
    static final int MAX_BODY = 1 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Channels channels;
    private final Transports transports;
    private final Undertow undertow;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    TestServer(Duration ping) {
        this(new TransportOptions(65_536, MAX_BODY, 3, ping, ping.multipliedBy(3)), Rules.defaults());
    }

    /**
     * @param rules of the channels, but for how much their logs keep
     */
    TestServer(TransportOptions options, Rules rules) {
        channels = new Channels(
                Namespaces.all(rules.withLog(8, 1 << 24, Duration.ofMinutes(5))),
                new ChannelLimits(1_000, 1 << 28, 1L << 40),
                InstantSource.system());
        transports =
                new Transports(channels, new Presence(channels, options.lease(), () -> 0), options, "Windsock test");
        undertow = Undertow.builder()
                .setIoThreads(2)
                .setWorkerThreads(1)
                // As the server's own listener has it; only this builder turns it on.
                .setServerOption(UndertowOptions.BUFFER_PIPELINED_DATA, false)
                .addHttpListener(
                        0,
                        "127.0.0.1",
                        new PathHandler()
                                .addExactPath(Transports.PATH, transports.windsock())
                                .addPrefixPath(Transports.ATMOSPHERE_PATH, transports.atmosphere()))
                .build();
        undertow.start();
    }

    Channels channels() {
        return channels;
    }

    Transports transports() {
        return transports;
    }

    int port() {
        return ((InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress()).getPort();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    }

    HttpRequest post(String path, String body) {
        return request(path)
                .POST(BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
    }

    /** Sends, and waits for the whole answer. */
    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString());
    }

    HttpClient client() {
        return client;
    }

    void publish(String channel, String json) {
        channels.publish(channel, Message.of(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)))
                .join();
    }

    int subscribers(String channel) {
        return channels.channel(channel).subscribers();
    }

    String position(String channel, long offset) {
        return "{'epoch':'" + channels.channel(channel).epoch() + "','offset':" + offset + "}";
    }

    /** The text with single quotes, and {@code E} for each channel's epoch. */
    String plain(String text) {
        String plain = text;
        for (var channel : channels.all()) {
            plain = plain.replace(channel.epoch(), "E");
        }
        return plain.replace('"', '\'');
    }

    @Override
    public void close() throws InterruptedException {
        client.shutdownNow();
        client.awaitTermination(PATIENCE);
        transports.close();
        var worker = undertow.getWorker();
        undertow.stop();
        worker.shutdownNow();
        worker.awaitTermination();
    }
}
