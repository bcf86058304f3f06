package dev.windsock.metrics;

import dev.windsock.channel.Channels;
import dev.windsock.counts.Counts;
import dev.windsock.counts.End;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.TransportName;
import dev.windsock.protocol.Words;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;

/** What the server does. */
final class ServerMetrics {
    private final Metrics.Sources sources;
    private final Channels channels;
    private final Counts counts;

    ServerMetrics(Metrics.Sources sources) {
        this.sources = sources;
        this.channels = sources.channels();
        this.counts = channels.counts();
    }

    void register(PrometheusRegistry registry) {
        Info.builder()
                .name("windsock_build")
                .help("The version of the server.")
                .labelNames("version")
                .register(registry)
                .addLabelValues(sources.version());
        connections(registry);
        messages(registry);
        logs(registry);
        CounterWithCallback.builder()
                .name("windsock_refused_total")
                .help("Commands and requests that were refused, by the error's code.")
                .labelNames("code")
                .callback(tell -> {
                    for (ErrorCode code : ErrorCode.values()) {
                        tell.call((double) counts.refused().get(code), code.code());
                    }
                })
                .register(registry);
    }

    private void connections(PrometheusRegistry registry) {
        GaugeWithCallback.builder()
                .name("windsock_connections")
                .help("Connections that are open: WebSockets, streams, and polls under way.")
                .labelNames("transport")
                .callback(tell -> {
                    for (TransportName transport : TransportName.values()) {
                        // What has ended is read first, so that the difference is never below nothing.
                        long ended = ended(transport);
                        tell.call((double) (counts.opened().get(transport) - ended), transport.word());
                    }
                })
                .register(registry);
        CounterWithCallback.builder()
                .name("windsock_connections_opened_total")
                .help("Connections that have been opened; a poll is one.")
                .labelNames("transport")
                .callback(tell -> {
                    for (TransportName transport : TransportName.values()) {
                        tell.call((double) counts.opened().get(transport), transport.word());
                    }
                })
                .register(registry);
        CounterWithCallback.builder()
                .name("windsock_connections_closed_total")
                .help("Connections that have ended, by how.")
                .labelNames("transport", "reason")
                .callback(tell -> counts.closed().forEach((transport, ends) -> {
                    for (End end : ends.keys()) {
                        tell.call((double) ends.get(end), transport.word(), Words.of(end));
                    }
                }))
                .register(registry);
    }

    private long ended(TransportName transport) {
        long sum = 0;
        for (End end : End.values()) {
            sum += counts.closed(transport).get(end);
        }
        return sum;
    }

    private void messages(PrometheusRegistry registry) {
        CounterWithCallback.builder()
                .name("windsock_publications_total")
                .help("Publications that were kept in a log; repeats of the same one count once.")
                .labelNames("source")
                .callback(tell -> counts.published()
                        .keys()
                        .forEach(source -> tell.call((double) counts.published().get(source), Words.of(source))))
                .register(registry);
        counter(
                "windsock_deliveries_total",
                "Publications that connections have taken.",
                registry,
                sources.delivered());
        CounterWithCallback.builder()
                .name("windsock_sent_bytes_total")
                .help("Bytes of frames that were given to sockets, without the heads of HTTP.")
                .unit(Unit.BYTES)
                .callback(tell -> tell.call((double) sources.sent().getAsLong()))
                .register(registry);
        CounterWithCallback.builder()
                .name("windsock_recoveries_total")
                .help(
                        "Subscriptions over WebSocket and SSE that stated a position, by whether all after it could be had.")
                .labelNames("result")
                .callback(tell -> {
                    tell.call(counts.recovered().doubleValue(), "complete");
                    tell.call(counts.notRecovered().doubleValue(), "gap");
                })
                .register(registry);
        counter("windsock_gaps_total", "Gaps that subscribers were told.", registry, counts.gaps()::sum);
    }

    private static void counter(
            String name, String help, PrometheusRegistry registry, java.util.function.LongSupplier value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(tell -> tell.call((double) value.getAsLong()))
                .register(registry);
    }

    private void logs(PrometheusRegistry registry) {
        GaugeWithCallback.builder()
                .name("windsock_channels")
                .help("Channels.")
                .callback(tell -> tell.call(channels.all().size()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("windsock_subscriptions")
                .help("Subscriptions of connections to channels.")
                .callback(tell -> {
                    long ended = counts.unsubscribed().sum();
                    tell.call((double) (counts.subscribed().sum() - ended));
                })
                .register(registry);
        GaugeWithCallback.builder()
                .name("windsock_log_memory_bytes")
                .help("What all channels and their logs take in memory, by estimate.")
                .unit(Unit.BYTES)
                .callback(tell -> tell.call((double) channels.bytes()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("windsock_log_memory_limit_bytes")
                .help("What they may take.")
                .unit(Unit.BYTES)
                .callback(tell -> tell.call((double) channels.limits().totalBytes()))
                .register(registry);
    }
}
