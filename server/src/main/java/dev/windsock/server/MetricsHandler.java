package dev.windsock.server;

import dev.windsock.metrics.Metrics;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.transport.Proxies;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** {@code /metrics}, for those who may read them. */
final class MetricsHandler implements HttpHandler {
    static final String PATH = "/metrics";

    private static final System.Logger LOG = System.getLogger(MetricsHandler.class.getName());

    private final MetricsAccess access;
    private final Proxies proxies;
    private final Metrics.Sources sources;
    private final Executor threads;
    private @Nullable Metrics metrics;

    /**
     * @param threads where metrics are read, since that blocks
     */
    MetricsHandler(MetricsAccess access, Proxies proxies, Metrics.Sources sources, Executor threads) {
        this.access = access;
        this.proxies = proxies;
        this.sources = sources;
        this.threads = threads;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        if (access.isOff()) {
            refuse(exchange, ErrorCode.NOT_FOUND, "This server shows no metrics");
        } else if (!access.allows(exchange, proxies)) {
            refuse(exchange, ErrorCode.FORBIDDEN, "The metrics are not for this address; --metrics says for which");
        } else if (!exchange.getRequestMethod().equals(Methods.GET)
                && !exchange.getRequestMethod().equals(Methods.HEAD)) {
            Answers.methodNotAllowed(exchange, "GET, HEAD");
        } else {
            exchange.dispatch(threads, () -> answer(exchange));
        }
    }

    private void refuse(HttpServerExchange exchange, ErrorCode code, String detail) {
        sources.channels().counts().refused().add(code);
        Answers.problem(exchange, code, detail);
    }

    private void answer(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        try {
            Metrics.Text text = metrics().read(exchange.getRequestHeaders().getFirst(Headers.ACCEPT));
            Answers.send(exchange, text.contentType(), text.body());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "The metrics could not be read", e);
            refuse(exchange, ErrorCode.INTERNAL, "The server failed; its log says why");
        }
    }

    private synchronized Metrics metrics() {
        if (metrics == null) {
            metrics = new Metrics(sources);
        }
        return metrics;
    }
}
