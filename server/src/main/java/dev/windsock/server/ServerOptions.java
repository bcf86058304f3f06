package dev.windsock.server;

import dev.windsock.channel.ChannelLimits;
import dev.windsock.channel.Namespaces;
import dev.windsock.channel.Rules;
import dev.windsock.engine.DiskOptions;
import dev.windsock.transport.TransportOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a server can be told.
 *
 * @param host the address to listen on: a name or a number; the default, 127.0.0.1, is for this machine only
 * @param port the port to listen on; 0 takes any that is free
 * @param pages directory of the files to serve; null for none
 * @param allowedOrigins other origins whose pages may use this server, as {@code scheme://host[:port]}; {@code *} for all
 * @param namespaces the rules of channels
 * @param disk where and how logs are kept on disk; null where they end with the server
 * @param metrics who may read the metrics
 * @param doctor whether the page {@code /doctor} is served
 */
public record ServerOptions(
        String host,
        int port,
        @Nullable Path pages,
        Set<String> allowedOrigins,
        TransportOptions transports,
        ChannelLimits channels,
        Namespaces namespaces,
        @Nullable DiskOptions disk,
        MetricsAccess metrics,
        boolean doctor) {
    private static final int DEFAULT_PORT = 8080;
    private static final int MAX_PORT = 65_535;

    /**
     * Checks what can be checked before the server starts.
     *
     * @throws IllegalArgumentException where something cannot work; its message is for people
     */
    public ServerOptions {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("the port " + port + " is not one of 0 to " + MAX_PORT);
        }
        if (pages != null && !Files.isDirectory(pages)) {
            throw new IllegalArgumentException("the pages' directory " + pages + " does not exist");
        }
        allowedOrigins = allowedOrigins.stream().map(Origins::parse).collect(Collectors.toUnmodifiableSet());
    }

    /** Port 8080 of this machine only, no pages, no other origins, limits as PROTOCOL.md section 9 says. */
    public static ServerOptions defaults() {
        return new ServerOptions(
                "127.0.0.1",
                DEFAULT_PORT,
                null,
                Set.of(),
                TransportOptions.defaults(),
                ChannelLimits.defaults(),
                Namespaces.all(Rules.defaults()),
                null,
                MetricsAccess.LOOPBACK,
                true);
    }

    public ServerOptions withHost(String other) {
        return new ServerOptions(
                other, port, pages, allowedOrigins, transports, channels, namespaces, disk, metrics, doctor);
    }

    public ServerOptions withPort(int other) {
        return new ServerOptions(
                host, other, pages, allowedOrigins, transports, channels, namespaces, disk, metrics, doctor);
    }

    public ServerOptions withPages(@Nullable Path other) {
        return new ServerOptions(
                host, port, other, allowedOrigins, transports, channels, namespaces, disk, metrics, doctor);
    }

    public ServerOptions withAllowedOrigins(Set<String> other) {
        return new ServerOptions(host, port, pages, other, transports, channels, namespaces, disk, metrics, doctor);
    }

    public ServerOptions withTransports(TransportOptions other) {
        return new ServerOptions(host, port, pages, allowedOrigins, other, channels, namespaces, disk, metrics, doctor);
    }

    public ServerOptions withChannels(ChannelLimits other) {
        return new ServerOptions(
                host, port, pages, allowedOrigins, transports, other, namespaces, disk, metrics, doctor);
    }

    public ServerOptions withNamespaces(Namespaces other) {
        return new ServerOptions(host, port, pages, allowedOrigins, transports, channels, other, disk, metrics, doctor);
    }

    public ServerOptions withDisk(@Nullable DiskOptions other) {
        return new ServerOptions(
                host, port, pages, allowedOrigins, transports, channels, namespaces, other, metrics, doctor);
    }

    public ServerOptions withMetrics(MetricsAccess other) {
        return new ServerOptions(
                host, port, pages, allowedOrigins, transports, channels, namespaces, disk, other, doctor);
    }

    public ServerOptions withDoctor(boolean other) {
        return new ServerOptions(
                host, port, pages, allowedOrigins, transports, channels, namespaces, disk, metrics, other);
    }
}
