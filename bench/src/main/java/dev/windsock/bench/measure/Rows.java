package dev.windsock.bench.measure;

import dev.windsock.bench.load.Transport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lists of rows. */
final class Rows {
    private Rows() {}

    static List<Row> of(String... contestants) {
        return Arrays.stream(contestants).map(Row::of).toList();
    }

    /** Returns Windsock on WebSocket, then these on a transport. */
    static List<Row> besideWebSocket(Transport transport, String... contestants) {
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of("windsock", Transport.WEBSOCKET));
        Arrays.stream(contestants).forEach(contestant -> rows.add(Row.of(contestant, transport)));
        return List.copyOf(rows);
    }
}
