package dev.windsock.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windsock.bench.dialect.PlainDialect;
import dev.windsock.bench.dialect.WindsockDialect;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Dialect RAW = new PlainDialect(false, false);
    private static final Dialect WINDSOCK = WindsockDialect.fromNow();

    private final FakeServer server = new FakeServer();

    LoadTest() throws IOException {}

    @AfterEach
    void closeServer() throws IOException {
        server.close();
    }

    private Load raw() throws IOException {
        Load load = new Load(RAW, Transport.WEBSOCKET, Plan.shared(1, 1), server.port(), 1);
        server.accept();
        load.awaitReady(PATIENCE);
        return load;
    }

    private Load windsock() throws IOException {
        Load load = new Load(WINDSOCK, Transport.WEBSOCKET, Plan.shared(1, 1), server.port(), 1);
        server.accept();
        assertThat(server.readFrame()).startsWith("1:{\"id\":1,\"connect\":");
        server.send(FakeServer.frame(Frames.TEXT, "{\"id\":1,\"connect\":{\"channels\":{}}}"));
        load.awaitReady(PATIENCE);
        return load;
    }

    private static String message(int sequence) {
        return Message.text(0, sequence, 0);
    }

    private static String publication(int sequence) {
        return "{\"publication\":{\"channel\":\"bench0\",\"epoch\":\"e\",\"offset\":" + sequence + ",\"data\":\""
                + message(sequence) + "\"}}";
    }

    private static byte[] frames(int from, int to) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        IntStream.rangeClosed(from, to).forEach(i -> all.writeBytes(FakeServer.frame(Frames.TEXT, message(i))));
        return all.toByteArray();
    }

    @Test
    void countsMessagesHoweverTheirBytesAreCut() throws IOException {
        try (Load load = raw()) {
            byte[] bytes = frames(1, 20);
            for (int at = 0; at < bytes.length; at += 37) {
                server.send(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 37)));
            }

            assertThat(load.awaitReceived(20, PATIENCE)).isZero();
            assertThat(load.slowest()).isEqualTo(20);
        }
    }

    @Test
    void findsSeveralPublicationsInOneWebSocketMessage() throws IOException {
        try (Load load = windsock()) {
            server.send(FakeServer.frame(Frames.TEXT, publication(1)));
            server.send(FakeServer.frame(
                    Frames.TEXT,
                    IntStream.rangeClosed(2, 9).mapToObj(LoadTest::publication).collect(Collectors.joining("\n"))));

            assertThat(load.awaitReceived(9, PATIENCE)).isZero();
        }
    }

    @Test
    void answersThePingsOfBothLevels() throws IOException {
        try (Load load = windsock()) {
            server.send(FakeServer.frame(Frames.TEXT, "{\"ping\":{}}"));
            assertThat(server.readFrame()).isEqualTo("1:{\"pong\":{}}");
            server.send(FakeServer.frame(Frames.PING, "there?"));
            assertThat(server.readFrame()).isEqualTo("10:there?");
            assertThat(load.slowest()).isZero();
        }
    }

    @Test
    void failsWhereAMessageIsSkipped() throws IOException {
        try (Load load = raw()) {
            server.send(frames(1, 3));
            server.send(frames(5, 5));

            assertThatThrownBy(() -> load.awaitReceived(5, PATIENCE))
                    .isInstanceOf(LoadException.class)
                    .hasMessageContaining("message 5 came to a subscriber where 4 was due");
        }
    }

    @Test
    void failsWhereTheServerTellsOfAGap() throws IOException {
        try (Load load = windsock()) {
            server.send(FakeServer.frame(Frames.TEXT, "{\"gap\":{\"channel\":\"bench0\"}}"));

            assertThatThrownBy(() -> load.awaitReceived(1, PATIENCE)).hasMessageContaining("gap");
        }
    }

    @Test
    void failsWhereTheServerClosesAConnection() throws IOException {
        try (Load load = raw()) {
            server.close();

            assertThatThrownBy(() -> load.awaitReceived(1, PATIENCE)).hasMessageContaining("closed a connection");
        }
    }
}
