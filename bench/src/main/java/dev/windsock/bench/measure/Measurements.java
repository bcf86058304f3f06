package dev.windsock.bench.measure;

import dev.windsock.bench.load.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** All measurements. */
public final class Measurements {
    private static final int SUBSCRIBERS = 1_000;
    private static final int RATE = 25;
    private static final int POLLS = 5;
    private static final int WINDOW = 256;
    private static final int LARGE_WINDOW = 32;
    private static final int FIRST_CONNECTIONS = 3_000;
    /** What is worth compressing: some 900 bytes as an application might send them. */
    private static final String PROSE = IntStream.range(0, 30)
            .mapToObj(i -> "item-%d:price=%d.%02d;".formatted(i, i * 7919 % 997, i * 31 % 100))
            .collect(Collectors.joining(" ", " ", ""));

    private static final String[] PEERS = {"windsock", "floor", "nchan", "mosquitto", "ws", "socketio", "cometd"};

    private Measurements() {}

    /** Returns them, in the order in which they run. */
    public static List<Measurement> all(Scale scale) {
        return List.of(
                fanOut("fanout", "Fan-out at a fixed rate over WebSocket", Rows.of(PEERS), "", RATE, scale),
                fanOut(
                        "sse",
                        "Fan-out over SSE",
                        Rows.besideWebSocket(Transport.SSE, "windsock", "nchan"),
                        "",
                        RATE,
                        scale),
                fanOut(
                        "polling",
                        "Fan-out over long polling",
                        Rows.besideWebSocket(Transport.POLLING, "windsock", "nchan", "socketio", "cometd"),
                        "",
                        POLLS,
                        scale),
                fanOut(
                        "deflate",
                        "Fan-out with permessage-deflate",
                        Rows.besideWebSocket(Transport.COMPRESSED, "windsock", "nchan", "ws", "socketio", "cometd"),
                        PROSE,
                        RATE,
                        scale),
                new Flood("flood", flooded(), SUBSCRIBERS, WINDOW, scale),
                new Flood("flood10k", flooded(), scale.atMost(10_000), LARGE_WINDOW, scale),
                new Channels(1_000, 5_000, scale),
                new Chat(100, 50, 500, scale),
                latency(scale),
                memory(scale),
                transports(scale),
                new Storm(Rows.of(PEERS), scale.connections(), scale.threads()),
                new Comeback(scale.connections(), scale.threads()),
                new Disk(64, 16, scale),
                new Start(),
                new Growth(scale.atMost(50_000), 25_000, 5_000, scale));
    }

    private static FanOut fanOut(String id, String what, List<Row> rows, String padding, int rate, Scale scale) {
        return new FanOut(id, what, rows, padding, SUBSCRIBERS, rate, scale.warmUp(), scale.time(), scale.threads());
    }

    private static List<Row> flooded() {
        List<Row> rows = new ArrayList<>(Rows.of(PEERS));
        rows.add(2, Row.of("joint"));
        return rows;
    }

    /** A third of what the slowest of them can do, to few subscribers, so that a pause shows and not the length of a round. */
    private static FanOut latency(Scale scale) {
        Duration time = scale.soak();
        String what = "Latency at a third of the peak of the slowest";
        return new FanOut("latency", what, Rows.of(PEERS), "", 100, 250, scale.warmUp(), time, scale.threads());
    }

    private static IdleMemory memory(Scale scale) {
        return new IdleMemory(
                "memory",
                "WebSocket connections subscribed to one channel",
                Rows.of(PEERS),
                scale.atMost(scale.connections() + FIRST_CONNECTIONS) - FIRST_CONNECTIONS,
                FIRST_CONNECTIONS,
                scale.complete(),
                scale.threads());
    }

    private static IdleMemory transports(Scale scale) {
        List<Row> rows = new ArrayList<>();
        for (Transport transport : List.of(Transport.WEBSOCKET, Transport.SSE, Transport.POLLING)) {
            for (int channels : new int[] {1, 10}) {
                String variant = transport.label() + ", " + channels + (channels == 1 ? " channel" : " channels");
                rows.add(new Row("windsock", variant, transport, channels));
            }
        }
        rows.add(Row.of("nchan", Transport.SSE));
        rows.add(Row.of("nchan", Transport.POLLING));
        rows.add(Row.of("socketio", Transport.POLLING));
        rows.add(Row.of("cometd", Transport.POLLING));
        return new IdleMemory(
                "idle",
                "connections on each transport, subscribed to 1 and to 10 channels",
                rows,
                scale.atMost(scale.connections() + FIRST_CONNECTIONS) - FIRST_CONNECTIONS,
                FIRST_CONNECTIONS,
                scale.complete(),
                scale.threads());
    }
}
