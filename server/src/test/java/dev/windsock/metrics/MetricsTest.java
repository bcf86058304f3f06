package dev.windsock.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.channel.ChannelLimits;
import dev.windsock.channel.Channels;
import dev.windsock.channel.Message;
import dev.windsock.channel.Namespaces;
import dev.windsock.channel.Rules;
import dev.windsock.counts.End;
import dev.windsock.counts.Source;
import dev.windsock.engine.DiskEngine;
import dev.windsock.engine.DiskOptions;
import dev.windsock.engine.Engine;
import dev.windsock.engine.Entry;
import dev.windsock.engine.MemoryEngine;
import dev.windsock.engine.Origin;
import dev.windsock.protocol.ClientReport;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.TransportName;
import dev.windsock.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
    private static final Message MESSAGE = Message.of("1".getBytes(StandardCharsets.UTF_8));

    private static Channels channels(Engine engine) {
        return new Channels(Namespaces.all(Rules.defaults()), ChannelLimits.defaults(), InstantSource.system(), engine);
    }

    private static String page(Channels channels, Engine engine) {
        Metrics metrics = new Metrics(new Metrics.Sources(channels, engine, () -> 7, () -> 700, "1.2\"3"));
        return new String(metrics.read(null).body(), StandardCharsets.UTF_8);
    }

    @Test
    void aServerInWhichNothingHasHappenedShowsZeros() {
        Engine engine = new MemoryEngine();

        Samples samples = Samples.parse(page(channels(engine), engine));

        assertThat(samples.value("windsock_channels")).isZero();
        assertThat(samples.value("windsock_connections{transport=\"sse\"}")).isZero();
        assertThat(samples.value(
                        "windsock_connections_closed_total{reason=\"never-connected\",transport=\"websocket\"}"))
                .isZero();
        assertThat(samples.value("windsock_refused_total{code=\"transport-not-offered\"}"))
                .isZero();
        assertThat(samples.value("windsock_client_silent_opens_total")).isZero();
        assertThat(samples.value("windsock_build_info{version=\"1.2\\\"3\"}")).isEqualTo(1);
        assertThat(samples.value("windsock_log_memory_limit_bytes"))
                .isEqualTo((double) ChannelLimits.defaults().totalBytes());
        assertThat(samples.all().keySet()).noneMatch(name -> name.startsWith("windsock_disk"));
    }

    @Test
    void whatTheJvmDoesIsShown() {
        Engine engine = new MemoryEngine();

        Samples samples = Samples.parse(page(channels(engine), engine));

        assertThat(samples.value("jvm_memory_used_bytes{area=\"heap\"}")).isPositive();
        assertThat(samples.value("jvm_threads_current")).isPositive();
        assertThat(samples.value("process_open_fds")).isPositive();
        assertThat(samples.value("process_cpu_seconds_total")).isPositive();
        assertThat(samples.all().keySet()).anyMatch(name -> name.startsWith("jvm_gc_collection_seconds_count"));
    }

    @Test
    void whatIsCountedIsShown() {
        Engine engine = new MemoryEngine();
        Channels channels = channels(engine);
        channels.publish("a", MESSAGE).join();
        channels.publish("b", MESSAGE, Source.REST).join();
        channels.counts().opened().add(TransportName.SSE);
        channels.counts().opened().add(TransportName.SSE);
        channels.counts().closed(TransportName.SSE).add(End.NO_PONG);
        channels.counts().refused().add(ErrorCode.FULL);
        channels.counts().gaps().increment();
        channels.counts().recovered().increment();

        Samples samples = Samples.parse(page(channels, engine));

        assertThat(samples.value("windsock_channels")).isEqualTo(2);
        assertThat(samples.value("windsock_log_memory_bytes")).isEqualTo((double) channels.bytes());
        assertThat(samples.value("windsock_publications_total{source=\"application\"}"))
                .isEqualTo(1);
        assertThat(samples.value("windsock_publications_total{source=\"rest\"}"))
                .isEqualTo(1);
        assertThat(samples.value("windsock_connections{transport=\"sse\"}")).isEqualTo(1);
        assertThat(samples.value("windsock_connections_opened_total{transport=\"sse\"}"))
                .isEqualTo(2);
        assertThat(samples.value("windsock_connections_closed_total{reason=\"no-pong\",transport=\"sse\"}"))
                .isEqualTo(1);
        assertThat(samples.value("windsock_refused_total{code=\"full\"}")).isEqualTo(1);
        assertThat(samples.value("windsock_gaps_total")).isEqualTo(1);
        assertThat(samples.value("windsock_recoveries_total{result=\"complete\"}"))
                .isEqualTo(1);
        assertThat(samples.value("windsock_deliveries_total")).isEqualTo(7);
        assertThat(samples.value("windsock_sent_bytes_total")).isEqualTo(700);
    }

    @Test
    void whatIsPublishedAgainIsNotCountedAgain() {
        Channels channels = channels(new MemoryEngine());
        Message numbered =
                new Message(Entry.Kind.MESSAGE, MESSAGE.data(), null, 0, 0, null, new Origin("client:c", 1, null, 0));
        channels.publish("a", numbered, Source.SSE).join();
        assertThat(channels.publish("a", numbered, Source.SSE).join().repeated())
                .isTrue();

        assertThat(channels.counts().published().get(Source.SSE)).isEqualTo(1);
    }

    @Test
    void whatClientsTellIsShown() {
        Engine engine = new MemoryEngine();
        Channels channels = channels(engine);
        channels.counts()
                .clients()
                .add(
                        ClientReport.parse("failed:websocket:connect:silent-open:5000 carried:sse:connect:60"
                                + " blocked:websocket:silent-open blocked:sse:held-back"),
                        TransportName.SSE);
        channels.counts().clients().add(ClientReport.parse("carried:websocket:better:120"), TransportName.WEBSOCKET);

        Samples samples = Samples.parse(page(channels, engine));

        String sse = "outcome=\"carried\",transport=\"sse\"}";
        assertThat(samples.value("windsock_client_negotiation_seconds_count{" + sse))
                .isEqualTo(1);
        assertThat(samples.value("windsock_client_negotiation_seconds_sum{" + sse))
                .isEqualTo(0.06);
        assertThat(samples.value("windsock_client_negotiation_seconds_bucket{le=\"0.05\"," + sse))
                .isZero();
        assertThat(samples.value("windsock_client_negotiation_seconds_bucket{le=\"0.1\"," + sse))
                .isEqualTo(1);
        assertThat(samples.value(
                        "windsock_client_fallbacks_total{cause=\"silent-open\",from=\"websocket\",to=\"sse\"}"))
                .isEqualTo(1);
        assertThat(samples.value("windsock_client_blocked_total{cause=\"silent-open\",transport=\"websocket\"}"))
                .isEqualTo(1);
        assertThat(samples.value("windsock_client_silent_opens_total")).isEqualTo(1);
        assertThat(samples.value("windsock_client_held_back_streams_total")).isEqualTo(1);
        assertThat(samples.value("windsock_client_upgrades_total{transport=\"websocket\"}"))
                .isEqualTo(1);
    }

    @Test
    void aDiskIsShown(@TempDir Path dir) throws Exception {
        DiskEngine engine = DiskEngine.open(new DiskOptions(dir, Duration.ZERO));
        try (engine) {
            Channels channels = channels(engine);
            channels.load();
            channels.publish("a", MESSAGE).join();
            channels.publish("a", MESSAGE).join();

            Samples samples = Samples.parse(page(channels, engine));

            assertThat(samples.value("windsock_disk_entries_total")).isEqualTo(2);
            assertThat(samples.value("windsock_disk_groups_total")).isEqualTo(2);
            assertThat(samples.value("windsock_disk_write_seconds_total")).isPositive();
            assertThat(samples.value("windsock_disk_failures_total")).isZero();
            assertThat(samples.value("windsock_disk_waiting_entries")).isZero();
        }
    }

    @Test
    void openMetricsIsGivenToWhoAsksForIt() {
        Engine engine = new MemoryEngine();
        Metrics metrics = new Metrics(new Metrics.Sources(channels(engine), engine, () -> 7, () -> 700, "1"));

        Metrics.Text text = metrics.read("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5");

        assertThat(text.contentType()).startsWith("application/openmetrics-text");
        assertThat(new String(text.body(), StandardCharsets.UTF_8))
                .contains("# TYPE windsock_deliveries counter\n")
                .endsWith("# EOF\n");
        assertThat(metrics.read("text/plain").contentType()).startsWith("text/plain; version=0.0.4");
        assertThat(metrics.read("*/*").contentType()).startsWith("text/plain; version=0.0.4");
    }
}
