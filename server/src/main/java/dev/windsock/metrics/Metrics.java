package dev.windsock.metrics;

import dev.windsock.channel.Channels;
import dev.windsock.engine.DiskEngine;
import dev.windsock.engine.Engine;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All metrics: docs/metrics.md. Nothing is measured for them: what is counted and known anyway is read when it is asked for.
 * Made when it is asked for the first time, since nobody may. Thread-safe; reading blocks for a moment.
 */
public final class Metrics {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final OpenMetricsTextFormatWriter openMetrics = OpenMetricsTextFormatWriter.builder()
            .setExemplarsOnAllMetricTypesEnabled(false)
            .build();
    private final PrometheusTextFormatWriter prometheus = PrometheusTextFormatWriter.create();

    /**
     * What is read.
     *
     * @param delivered how many publications subscribers have taken
     * @param sent how many bytes of frames were given to sockets
     * @param version the server's
     */
    public record Sources(
            Channels channels, Engine engine, LongSupplier delivered, LongSupplier sent, String version) {}

    /** An answer. */
    public record Text(String contentType, byte[] body) {}

    public Metrics(Sources sources) {
        new ServerMetrics(sources).register(registry);
        ClientMetrics.register(sources.channels().counts().clients(), registry);
        if (sources.engine() instanceof DiskEngine disk) {
            DiskMetrics.register(disk, registry);
        }
        JvmMemoryMetrics.builder().register(registry);
        JvmGarbageCollectorMetrics.builder().register(registry);
        JvmThreadsMetrics.builder().register(registry);
        JvmRuntimeInfoMetric.builder().register(registry);
        ProcessMetrics.builder().register(registry);
    }

    /**
     * How all of them stand now.
     *
     * @param accept the header {@code Accept} of who asks; null where there is none
     */
    public Text read(@Nullable String accept) {
        ExpositionFormatWriter format = openMetrics.accepts(accept) ? openMetrics : prometheus;
        ByteArrayOutputStream body = new ByteArrayOutputStream(1 << 15);
        try {
            format.write(body, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            // Not possible: it is written to memory.
            throw new UncheckedIOException(e);
        }
        return new Text(format.getContentType(), body.toByteArray());
    }
}
