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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** The options of the command line. What is not given is as {@link ServerOptions#defaults} says. */
final class Arguments {
    private static final ServerOptions DEFAULTS = ServerOptions.defaults();
    private static final int PINGS_PER_LEASE = 3;

    private final ParseResult given;

    Arguments(ParseResult given) {
        this.given = given;
    }

    /**
     * Adds the options to a command, in the order in which the help tells them. By calls, since annotations would be read by
     * reflection, which would take a fifth of the time of a start.
     */
    static void describe(CommandSpec command) {
        whereToListen(command);
        limits(command);
        files(command);
        logs(command);
    }

    private static void whereToListen(CommandSpec command) {
        command.addOption(text("--host", "ADDRESS", "Address to listen on. Default: 127.0.0.1."));
        command.addOption(number("--port", "PORT", "Port to listen on; 0 takes any free. Default: 8080."));
        command.addOption(path("--pages", "DIR", "Directory of files to serve at /."));
        command.addOption(Options.flag(
                "--no-doctor",
                "Do not serve the page /doctor, by which visitors see what their network lets through."));
        command.addOption(Options.list(
                "--allow-origin",
                "ORIGIN",
                "",
                "Let pages of this origin use the server, such as https://example.com; * for all. Repeatable."));
    }

    private static void limits(CommandSpec command) {
        command.addOption(
                read("--max-message-size", "SIZE", Units::arraySize, "Largest command of a client. Default: 64k."));
        command.addOption(
                read("--max-body-size", "SIZE", Units::arraySize, "Largest body of an HTTP request. Default: 1m."));
        command.addOption(number(
                "--max-channels-per-connection", "N", "Subscriptions that one connection may have. Default: 128."));
        command.addOption(read("--ping", "DURATION", Units::duration, "Time between pings on a stream. Default: 25s."));
        command.addOption(read(
                "--lease",
                "DURATION",
                Units::duration,
                "How long a client may be silent before it counts as gone. Default: three pings."));
        command.addOption(read(
                "--recovery-rate",
                "SIZE",
                Units::bytes,
                "Bytes a second, of all readers together, for what they missed. Default: 64m."));
    }

    private static void files(CommandSpec command) {
        command.addOption(path(
                "--config",
                "FILE",
                "TOML file with the rules of channels; what the command line says of logs wins over its defaults."));
        command.addOption(Options.list(
                "--trusted-proxy",
                "CIDR",
                ",",
                "Address or range of a proxy that is believed when it tells its client's address. Repeatable."));
        command.addOption(text(
                "--proxy-header",
                "NAME",
                "The header in which it does: x-forwarded-for or forwarded. Default: x-forwarded-for."));
        command.addOption(Options.list(
                "--metrics",
                "WHO",
                ",",
                "Who may read /metrics: loopback, all, off, or addresses and ranges. Default: loopback."));
    }

    private static void logs(CommandSpec command) {
        command.addOption(
                number("--log-count", "N", "Publications that the log of one channel keeps. Default: 10000."));
        command.addOption(
                read("--log-size", "SIZE", Units::bytes, "Bytes that the log of one channel keeps. Default: 4m."));
        command.addOption(
                read("--log-age", "DURATION", Units::duration, "How long a log keeps a publication. Default: 5m."));
        command.addOption(number("--max-channels", "N", "Channels there may be. Default: 1000000."));
        command.addOption(read(
                "--max-log-memory", "SIZE", Units::bytes, "Bytes of all logs together. Default: a third of the heap."));
        command.addOption(path(
                "--data",
                "DIR",
                "Directory where logs are kept, so that they outlive the server. Default: memory only."));
        command.addOption(
                read(
                        "--sync",
                        "each|DURATION",
                        Units::sync,
                        "With --data: answer a publish when the disk has it, or let the disk be so much behind. Default: each."));
    }

    private static OptionSpec text(String name, String label, String description) {
        return Options.option(name, label, description).type(String.class).build();
    }

    private static OptionSpec number(String name, String label, String description) {
        return Options.option(name, label, description).type(int.class).build();
    }

    private static OptionSpec path(String name, String label, String description) {
        return Options.option(name, label, description).type(Path.class).build();
    }

    /** An option whose values the reader refuses with a message for people. */
    private static OptionSpec read(String name, String label, Function<String, ?> reader, String description) {
        ITypeConverter<?> converter = text -> {
            try {
                return reader.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
        return Options.option(name, label, description)
                .type(Object.class)
                .converters(converter)
                .build();
    }

    /**
     * The options given.
     *
     * @throws IllegalArgumentException where they cannot work; its message is for people
     */
    ServerOptions options() {
        Path config = given.matchedOptionValue("--config", null);
        ConfigFile file = config == null ? ConfigFile.empty() : ConfigFile.read(config);
        return new ServerOptions(
                given.matchedOptionValue("--host", DEFAULTS.host()),
                given.matchedOptionValue("--port", DEFAULTS.port()),
                given.matchedOptionValue("--pages", null),
                Set.copyOf(given.matchedOptionValue("--allow-origin", List.of())),
                transports(file),
                channels(),
                file.namespaces(this::withLog),
                disk(),
                metrics(file),
                !given.hasMatchedOption("--no-doctor"));
    }

    private TransportOptions transports(ConfigFile file) {
        TransportOptions defaults = DEFAULTS.transports();
        Duration ping = given.matchedOptionValue("--ping", defaults.pingInterval());
        return new TransportOptions(
                given.matchedOptionValue("--max-message-size", defaults.maxMessageSize()),
                given.matchedOptionValue("--max-body-size", defaults.maxBodySize()),
                given.matchedOptionValue("--max-channels-per-connection", defaults.maxChannels()),
                ping,
                given.matchedOptionValue("--lease", Duration.ofMillis(PINGS_PER_LEASE * ping.toMillis())),
                file.networks(),
                file.proxies(
                        given.matchedOptionValue("--trusted-proxy", null),
                        given.matchedOptionValue("--proxy-header", null)));
    }

    private ChannelLimits channels() {
        ChannelLimits defaults = DEFAULTS.channels();
        return new ChannelLimits(
                given.matchedOptionValue("--max-channels", defaults.channels()),
                given.matchedOptionValue("--max-log-memory", defaults.totalBytes()),
                given.matchedOptionValue("--recovery-rate", defaults.recoveryBytes()));
    }

    private MetricsAccess metrics(ConfigFile file) {
        List<String> readers = given.matchedOptionValue("--metrics", null);
        return readers == null ? file.metrics() : MetricsAccess.of(readers);
    }

    private Rules withLog(Rules rules) {
        return rules.withLog(
                given.matchedOptionValue("--log-count", rules.logCount()),
                given.matchedOptionValue("--log-size", rules.logBytes()),
                given.matchedOptionValue("--log-age", rules.logAge()));
    }

    private @Nullable DiskOptions disk() {
        Path data = given.matchedOptionValue("--data", null);
        if (data == null && given.hasMatchedOption("--sync")) {
            throw new IllegalArgumentException("--sync needs --data, which says where logs are kept");
        }
        return data == null ? null : new DiskOptions(data, given.matchedOptionValue("--sync", Duration.ZERO));
    }
}
