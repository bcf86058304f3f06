package dev.windsock.counts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.counts.ClientCounts.Block;
import dev.windsock.counts.ClientCounts.Fallback;
import dev.windsock.counts.ClientCounts.Negotiation;
import dev.windsock.protocol.ClientReport;
import dev.windsock.protocol.ClientReport.Reason;
import dev.windsock.protocol.TransportName;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClientCountsTest {
    private final ClientCounts counts = new ClientCounts();

    private void told(TransportName over, String report) {
        counts.add(ClientReport.parse(report), over);
    }

    private static <K> Map<K, Long> plain(Map<K, LongAdder> all) {
        return all.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().sum()));
    }

    @Test
    void whoTellsOverALesserTransportWhatFailedHasFallenBack() {
        told(TransportName.SSE, "failed:websocket:connect:refused:12");
        told(
                TransportName.POLLING,
                "carried:polling:reconnect:60 failed:websocket:reconnect:timeout:5000 failed:sse:connect:status-502:20");

        assertThat(plain(counts.fallbacks()))
                .isEqualTo(Map.of(
                        new Fallback(TransportName.WEBSOCKET, TransportName.SSE, Reason.REFUSED), 1L,
                        new Fallback(TransportName.WEBSOCKET, TransportName.POLLING, Reason.TIMEOUT), 1L,
                        new Fallback(TransportName.SSE, TransportName.POLLING, Reason.STATUS), 1L));
    }

    @Test
    void whoLeavesAStreamThatIsHeldBackHasFallenBack() {
        told(TransportName.POLLING, "blocked:sse:held-back carried:polling:held-back:40");

        assertThat(plain(counts.fallbacks()))
                .isEqualTo(Map.of(new Fallback(TransportName.SSE, TransportName.POLLING, Reason.HELD_BACK), 1L));
        assertThat(plain(counts.blocks())).isEqualTo(Map.of(new Block(TransportName.SSE, Reason.HELD_BACK), 1L));
    }

    @Test
    void whoGetsTheBestOrTriesInVainForABetterHasNotFallenBack() {
        told(
                TransportName.WEBSOCKET,
                "failed:sse:connect:refused:12 failed:websocket:connect:refused:9 carried:websocket:connect:60");
        told(TransportName.SSE, "failed:websocket:better:timeout:5000");
        told(TransportName.POLLING, "failed:websocket:asked:timeout:5000");

        assertThat(counts.fallbacks()).isEmpty();
    }

    private Durations webSocket(String outcome) {
        return Objects.requireNonNull(counts.negotiations().get(new Negotiation(TransportName.WEBSOCKET, outcome)));
    }

    @Test
    void timesAreKeptByTransportAndOutcome() {
        told(
                TransportName.WEBSOCKET,
                "carried:websocket:connect:50 carried:websocket:better:51 failed:websocket:better:silent-open:30001");

        assertThat(counts.negotiations()).hasSize(3);
        Durations carried = webSocket("carried");
        Durations upgraded = webSocket("upgraded");
        Durations silent = webSocket("silent-open");
        assertThat(carried.counts()).startsWith(1L, 0L).hasSize(10);
        assertThat(upgraded.counts()).startsWith(0L, 1L, 0L);
        assertThat(silent.counts().getLast()).isEqualTo(1);
        assertThat(silent.millis()).isEqualTo(30_001);
    }

    @Test
    void hostileReportsCannotMakeItGrowBeyondTheFixedSets() {
        Random random = new Random(7);
        String letters = "failed:carried:blocked:websocket sse polling refused 0123456789\"{}\\\n";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder report = new StringBuilder("failed:sse:connect:x" + i + ":1 blocked:websocket:" + i + ' ');
            random.ints(60, 0, letters.length()).forEach(at -> report.append(letters.charAt(at)));
            told(TransportName.POLLING, report.toString());
        }

        int transports = TransportName.values().length;
        int reasons = Reason.values().length;
        assertThat(counts.negotiations()).hasSizeLessThanOrEqualTo(transports * (reasons + 2));
        assertThat(counts.blocks()).hasSizeLessThanOrEqualTo(transports * reasons);
        assertThat(counts.fallbacks()).hasSizeLessThanOrEqualTo(transports * transports * reasons);
    }
}
