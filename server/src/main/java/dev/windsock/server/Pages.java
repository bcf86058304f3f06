package dev.windsock.server;

import dev.windsock.protocol.ErrorCode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.resource.ResourceHandler;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.MimeMappings;
import io.undertow.util.StatusCodes;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Serves the pages of the one who runs the server, or a page that says what to do next where there are none. */
final class Pages implements HttpHandler {
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final MimeMappings TYPES = MimeMappings.builder()
            .addMapping("css", "text/css; charset=utf-8")
            .addMapping("html", Answers.HTML)
            .addMapping("js", SCRIPT)
            .addMapping("mjs", SCRIPT)
            .addMapping("wasm", "application/wasm")
            .addMapping("woff2", "font/woff2")
            .build();

    private final HttpHandler files;
    private final Executor threads;

    /**
     * Serves the files below a directory.
     *
     * @param directory null for the built-in page
     * @param threads where files are read
     */
    Pages(@Nullable Path directory, Executor threads) {
        this.files = directory == null ? new StartPage() : files(directory);
        this.threads = threads;
    }

    private static HttpHandler files(Path directory) {
        ResourceHandler handler = new ResourceHandler(new PageFiles(directory), Pages::notFound);
        handler.setMimeMappings(TYPES);
        handler.setWelcomeFiles(PageFiles.INDEX);
        return handler;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        HttpString method = exchange.getRequestMethod();
        if (!method.equals(Methods.GET) && !method.equals(Methods.HEAD)) {
            // Not 405: no method would do for a path such as a misspelt one of the API.
            notFound(exchange);
            return;
        }
        Answers.pageHeaders(exchange);
        exchange.addResponseCommitListener(Pages::relativeLocation);
        exchange.setDispatchExecutor(threads);
        files.handleRequest(exchange);
    }

    /**
     * A redirect to a directory's slash names no scheme, which behind a proxy for TLS would be the wrong one, and begins
     * so that no path, however odd, can lead to another host.
     */
    private static void relativeLocation(HttpServerExchange exchange) {
        if (exchange.getStatusCode() == StatusCodes.FOUND) {
            String path = exchange.getRequestURI();
            exchange.getResponseHeaders().put(Headers.LOCATION, "./" + path.substring(path.lastIndexOf('/') + 1) + '/');
        }
    }

    static void notFound(HttpServerExchange exchange) {
        String accept = exchange.getRequestHeaders().getFirst(Headers.ACCEPT);
        if (accept != null && accept.contains("text/html")) {
            exchange.setStatusCode(ErrorCode.NOT_FOUND.status());
            Answers.page(exchange, NotFoundPage.HTML);
        } else {
            Answers.problem(exchange, ErrorCode.NOT_FOUND, "There is nothing at this path");
        }
    }

    /** Made when it is first needed. */
    private static final class NotFoundPage {
        static final byte[] HTML = Template.named("not-found.html").bytes();
    }
}
