package dev.windsock.server;

import dev.windsock.protocol.ErrorCode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.ETagUtils;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Serves the JavaScript client that comes with the server, for pages of any origin, with its types and with the hashes
 * by which browsers check it (Subresource Integrity). Thread-safe.
 */
final class ClientFiles implements HttpHandler {
    static final String PATH = "/client/";

    private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    /** What may be in the client's jar, and its media types. */
    private static final Map<String, String> TYPES = types();

    private final String directory;
    private volatile @Nullable Loaded loaded;

    /**
     * Serves the client from the class path, which is read at the first request.
     *
     * @param directory where its files are, such as {@code /META-INF/windsock/client/}; none need be there
     */
    ClientFiles(String directory) {
        this.directory = directory;
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared, and never given away.
    private record Loaded(Map<String, ClientFile> files, byte[] index, byte[] integrity) {}

    private static Map<String, String> types() {
        Map<String, String> types = new LinkedHashMap<>();
        types.put("windsock.js", SCRIPT);
        types.put("windsock.mjs", SCRIPT);
        types.put("windsock.d.ts", "text/plain; charset=utf-8");
        types.put("windsock.js.map", Answers.JSON);
        types.put("windsock.mjs.map", Answers.JSON);
        return types;
    }

    private Loaded loaded() {
        Loaded now = loaded;
        if (now == null) {
            // May happen on two threads at once, with the same result.
            Map<String, ClientFile> files = load();
            now = new Loaded(files, ClientIndex.page(files.values()), ClientIndex.integrity(files.values()));
            loaded = now;
        }
        return now;
    }

    private Map<String, ClientFile> load() {
        Map<String, ClientFile> files = new LinkedHashMap<>();
        TYPES.forEach((name, type) -> {
            try (InputStream in = ClientFiles.class.getResourceAsStream(directory + name)) {
                if (in != null) {
                    files.put(name, ClientFile.of(name, type, in.readAllBytes()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return files;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        HttpString method = exchange.getRequestMethod();
        if (!method.equals(Methods.GET) && !method.equals(Methods.HEAD)) {
            Answers.methodNotAllowed(exchange, "GET, HEAD");
            return;
        }
        Answers.pageHeaders(exchange);
        String path = exchange.getRequestPath();
        switch (path) {
            case PATH -> Answers.page(exchange, loaded().index());
            case "/client" -> redirect(exchange);
            case PATH + "integrity.json" -> send(exchange, Answers.JSON, loaded().integrity());
            default -> serve(exchange, path.substring(PATH.length()));
        }
    }

    private static void redirect(HttpServerExchange exchange) {
        exchange.setStatusCode(StatusCodes.PERMANENT_REDIRECT);
        exchange.getResponseHeaders().put(Headers.LOCATION, PATH);
        exchange.endExchange();
    }

    private void serve(HttpServerExchange exchange, String name) {
        ClientFile file = loaded().files().get(name);
        if (file == null) {
            Answers.problem(
                    exchange, ErrorCode.NOT_FOUND, "The client has no such file; " + PATH + " lists those it has");
            return;
        }
        exchange.getResponseHeaders().put(Headers.ETAG, file.etag().toString());
        if (ETagUtils.handleIfNoneMatch(exchange, file.etag(), true)) {
            send(exchange, file.type(), file.bytes());
        } else {
            exchange.setStatusCode(StatusCodes.NOT_MODIFIED);
            exchange.endExchange();
        }
    }

    /** A page of any origin may load these, so that it can check them. */
    private static void send(HttpServerExchange exchange, String type, byte[] bytes) {
        exchange.getResponseHeaders().put(ALLOW_ORIGIN, "*");
        Answers.send(exchange, type, bytes);
    }
}
