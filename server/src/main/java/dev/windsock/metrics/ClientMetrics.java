package dev.windsock.metrics;

import dev.windsock.counts.ClientCounts;
import dev.windsock.counts.ClientCounts.Block;
import dev.windsock.counts.ClientCounts.Negotiation;
import dev.windsock.counts.Durations;
import dev.windsock.protocol.ClientReport.Reason;
import dev.windsock.protocol.TransportName;
import dev.windsock.protocol.Words;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What clients tell of how they got their transports. */
final class ClientMetrics {
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final String CAUSE = "cause";
    private static final String TRANSPORT = "transport";

    private ClientMetrics() {}

    static void register(ClientCounts counts, PrometheusRegistry registry) {
        registry.register(() -> negotiations(counts));
        CounterWithCallback.builder()
                .name("windsock_client_fallbacks_total")
                .help("Times that a client went without a better transport, which had failed.")
                .labelNames("from", "to", CAUSE)
                .callback(tell -> counts.fallbacks()
                        .forEach((fallback, count) -> tell.call(
                                count.doubleValue(),
                                fallback.from().word(),
                                fallback.to().word(),
                                Words.of(fallback.cause()))))
                .register(registry);
        CounterWithCallback.builder()
                .name("windsock_client_blocked_total")
                .help("Times that a client found a transport not to get through, while the server was there.")
                .labelNames(TRANSPORT, CAUSE)
                .callback(tell -> counts.blocks()
                        .forEach((block, count) ->
                                tell.call(count.doubleValue(), block.transport().word(), Words.of(block.cause()))))
                .register(registry);
        total(
                "windsock_client_silent_opens_total",
                "WebSockets that opened and brought nothing.",
                registry,
                tell -> tell.call(tried(counts, TransportName.WEBSOCKET, Words.of(Reason.SILENT_OPEN))));
        total(
                "windsock_client_held_back_streams_total",
                "Streams that something on the way held back.",
                registry,
                tell -> tell.call(blocked(counts.blocks(), new Block(TransportName.SSE, Reason.HELD_BACK))));
        CounterWithCallback.builder()
                .name("windsock_client_upgrades_total")
                .help("Times that a client came back to a better transport.")
                .labelNames(TRANSPORT)
                .callback(tell -> {
                    for (TransportName transport : List.of(TransportName.WEBSOCKET, TransportName.SSE)) {
                        tell.call(tried(counts, transport, ClientCounts.UPGRADED), transport.word());
                    }
                })
                .register(registry);
    }

    private static void total(
            String name,
            String help,
            PrometheusRegistry registry,
            java.util.function.Consumer<CounterWithCallback.Callback> callback) {
        CounterWithCallback.builder().name(name).help(help).callback(callback).register(registry);
    }

    private static double tried(ClientCounts counts, TransportName transport, String outcome) {
        Durations durations = counts.negotiations().get(new Negotiation(transport, outcome));
        return durations == null
                ? 0
                : durations.counts().stream().mapToDouble(Long::doubleValue).sum();
    }

    private static double blocked(Map<Block, LongAdder> blocks, Block block) {
        LongAdder count = blocks.get(block);
        return count == null ? 0 : count.doubleValue();
    }

    private static HistogramSnapshot negotiations(ClientCounts counts) {
        HistogramSnapshot.Builder all = HistogramSnapshot.builder()
                .name("windsock_client_negotiation_seconds")
                .help("Time from the opening of a transport until it carried, or failed.")
                .unit(Unit.SECONDS);
        counts.negotiations().forEach((negotiation, durations) -> all.dataPoint(dataPoint(negotiation, durations)));
        return all.build();
    }

    private static HistogramSnapshot.HistogramDataPointSnapshot dataPoint(
            Negotiation negotiation, Durations durations) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        List<Long> bounds = Durations.BOUNDS_MILLIS;
        List<Long> numbers = durations.counts();
        for (int i = 0; i < numbers.size(); i++) {
            double bound = i < bounds.size() ? bounds.get(i) / MILLIS_PER_SECOND : Double.POSITIVE_INFINITY;
            buckets.bucket(bound, numbers.get(i));
        }
        return HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .labels(Labels.of(TRANSPORT, negotiation.transport().word(), "outcome", negotiation.outcome()))
                .classicHistogramBuckets(buckets.build())
                .sum(durations.millis() / MILLIS_PER_SECOND)
                .build();
    }
}
