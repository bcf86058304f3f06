package dev.windsock.server;

import dev.windsock.channel.ChannelLimits;
import dev.windsock.channel.Rules;
import dev.windsock.engine.DiskOptions;
import dev.windsock.protocol.Units;
import dev.windsock.transport.TransportOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of the command line. What is not given is as {@link ServerOptions#defaults} says. */
final class Arguments {
    private static final ServerOptions DEFAULTS = ServerOptions.defaults();
    private static final int PINGS_PER_LEASE = 3;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen on. Default: 127.0.0.1.")
    private String host = DEFAULTS.host();

    @Option(names = "--port", paramLabel = "PORT", description = "Port to listen on; 0 takes any free. Default: 8080.")
    private int port = DEFAULTS.port();

    @Option(names = "--pages", paramLabel = "DIR", description = "Directory of files to serve at /.")
    private @Nullable Path pages;

    @Option(
            names = "--no-doctor",
            description = "Do not serve the page /doctor, by which visitors see what their network lets through.")
    private boolean noDoctor;

    @Option(
            names = "--allow-origin",
            paramLabel = "ORIGIN",
            description =
                    "Let pages of this origin use the server, such as https://example.com; * for all. Repeatable.")
    private List<String> allowedOrigins = List.of();

    @Option(
            names = "--max-message-size",
            paramLabel = "SIZE",
            converter = ArraySizes.class,
            description = "Largest command of a client. Default: 64k.")
    private Integer maxMessageSize = DEFAULTS.transports().maxMessageSize();

    @Option(
            names = "--max-body-size",
            paramLabel = "SIZE",
            converter = ArraySizes.class,
            description = "Largest body of an HTTP request. Default: 1m.")
    private Integer maxBodySize = DEFAULTS.transports().maxBodySize();

    @Option(
            names = "--max-channels-per-connection",
            paramLabel = "N",
            description = "Subscriptions that one connection may have. Default: 128.")
    private int maxChannelsPerConnection = DEFAULTS.transports().maxChannels();

    @Option(
            names = "--ping",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "Time between pings on a stream. Default: 25s.")
    private Duration ping = DEFAULTS.transports().pingInterval();

    @Option(
            names = "--lease",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "How long a client may be silent before it counts as gone. Default: three pings.")
    private @Nullable Duration lease;

    @Option(
            names = "--recovery-rate",
            paramLabel = "SIZE",
            converter = Sizes.class,
            description = "Bytes a second, of all readers together, for what they missed. Default: 64m.")
    private Long recoveryRate = DEFAULTS.channels().recoveryBytes();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "TOML file with the rules of channels; what the command line says of logs wins over its defaults.")
    private @Nullable Path config;

    @Option(
            names = "--trusted-proxy",
            paramLabel = "CIDR",
            split = ",",
            description =
                    "Address or range of a proxy that is believed when it tells its client's address. Repeatable.")
    private @Nullable List<String> trustedProxies;

    @Option(
            names = "--proxy-header",
            paramLabel = "NAME",
            description = "The header in which it does: x-forwarded-for or forwarded. Default: x-forwarded-for.")
    private @Nullable String proxyHeader;

    @Option(
            names = "--metrics",
            paramLabel = "WHO",
            split = ",",
            description = "Who may read /metrics: loopback, all, off, or addresses and ranges. Default: loopback.")
    private @Nullable List<String> metrics;

    @Option(
            names = "--log-count",
            paramLabel = "N",
            description = "Publications that the log of one channel keeps. Default: 10000.")
    private @Nullable Integer logCount;

    @Option(
            names = "--log-size",
            paramLabel = "SIZE",
            converter = Sizes.class,
            description = "Bytes that the log of one channel keeps. Default: 4m.")
    private @Nullable Long logSize;

    @Option(
            names = "--log-age",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "How long a log keeps a publication. Default: 5m.")
    private @Nullable Duration logAge;

    @Option(names = "--max-channels", paramLabel = "N", description = "Channels there may be. Default: 1000000.")
    private int maxChannels = DEFAULTS.channels().channels();

    @Option(
            names = "--max-log-memory",
            paramLabel = "SIZE",
            converter = Sizes.class,
            description = "Bytes of all logs together. Default: a third of the heap.")
    private Long maxLogMemory = DEFAULTS.channels().totalBytes();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory where logs are kept, so that they outlive the server. Default: memory only.")
    private @Nullable Path data;

    @Option(
            names = "--sync",
            paramLabel = "each|DURATION",
            converter = Syncs.class,
            description =
                    "With --data: answer a publish when the disk has it, or let the disk be so much behind. Default: each.")
    private @Nullable Duration sync;

    /**
     * The options given.
     *
     * @throws IllegalArgumentException where they cannot work; its message is for people
     */
    ServerOptions options() {
        ConfigFile file = config == null ? ConfigFile.empty() : ConfigFile.read(config);
        return new ServerOptions(
                host,
                port,
                pages,
                Set.copyOf(allowedOrigins),
                transports(file),
                new ChannelLimits(maxChannels, maxLogMemory, recoveryRate),
                file.namespaces(this::withLog),
                disk(),
                metrics(file),
                !noDoctor);
    }

    private TransportOptions transports(ConfigFile file) {
        return new TransportOptions(
                maxMessageSize,
                maxBodySize,
                maxChannelsPerConnection,
                ping,
                lease(),
                file.networks(),
                file.proxies(trustedProxies, proxyHeader));
    }

    private MetricsAccess metrics(ConfigFile file) {
        return metrics == null ? file.metrics() : MetricsAccess.of(metrics);
    }

    private Rules withLog(Rules rules) {
        return rules.withLog(
                logCount == null ? rules.logCount() : logCount,
                logSize == null ? rules.logBytes() : logSize,
                logAge == null ? rules.logAge() : logAge);
    }

    private @Nullable DiskOptions disk() {
        if (data == null && sync != null) {
            throw new IllegalArgumentException("--sync needs --data, which says where logs are kept");
        }
        return data == null ? null : new DiskOptions(data, sync == null ? Duration.ZERO : sync);
    }

    private Duration lease() {
        return lease == null ? ping.multipliedBy(PINGS_PER_LEASE) : lease;
    }

    private static <T> T convert(String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    static final class Sizes implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return Arguments.convert(text, Units::bytes);
        }
    }

    /** Sizes of what must fit into one array. */
    static final class ArraySizes implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return Arguments.convert(text, Units::arraySize);
        }
    }

    static final class Syncs implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return Arguments.convert(text, Units::sync);
        }
    }

    static final class Durations implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return Arguments.convert(text, Units::duration);
        }
    }
}
