package dev.windsock.metrics;

import dev.windsock.engine.DiskActivity;
import dev.windsock.engine.DiskEngine;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.function.ToDoubleFunction;

/** What the engine does on its disk, where there is one. */
final class DiskMetrics {
    private static final double NANOS_PER_SECOND = 1e9;

    private DiskMetrics() {}

    static void register(DiskEngine disk, PrometheusRegistry registry) {
        counter(
                "windsock_disk_groups_total",
                "Groups of entries that were written.",
                disk,
                DiskActivity::groups,
                registry);
        counter("windsock_disk_entries_total", "Entries in them.", disk, DiskActivity::entries, registry);
        counter("windsock_disk_syncs_total", "Syncs beside those of groups.", disk, DiskActivity::syncs, registry);
        counter(
                "windsock_disk_failures_total",
                "Writes and syncs that failed.",
                disk,
                DiskActivity::failures,
                registry);
        seconds(
                "windsock_disk_write_seconds_total",
                "Time for writing groups.",
                disk,
                DiskActivity::writeNanos,
                registry);
        seconds("windsock_disk_sync_seconds_total", "Time for those syncs.", disk, DiskActivity::syncNanos, registry);
        GaugeWithCallback.builder()
                .name("windsock_disk_waiting_entries")
                .help("Entries that wait to be written.")
                .callback(tell -> tell.call((double) disk.activity().waiting()))
                .register(registry);
    }

    private static void counter(
            String name,
            String help,
            DiskEngine disk,
            ToDoubleFunction<DiskActivity> value,
            PrometheusRegistry registry) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(tell -> tell.call(value.applyAsDouble(disk.activity())))
                .register(registry);
    }

    private static void seconds(
            String name,
            String help,
            DiskEngine disk,
            ToDoubleFunction<DiskActivity> nanos,
            PrometheusRegistry registry) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .unit(Unit.SECONDS)
                .callback(tell -> tell.call(nanos.applyAsDouble(disk.activity()) / NANOS_PER_SECOND))
                .register(registry);
    }
}
