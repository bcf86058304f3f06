package dev.windsock.transport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads a stream of events. */
final class Events implements AutoCloseable {
    private final TestServer server;
    private final HttpResponse<InputStream> response;
    private final BufferedReader reader;

    Events(TestServer server, HttpRequest request) throws IOException, InterruptedException {
        this.server = server;
        this.response = server.client().send(request, BodyHandlers.ofInputStream());
        this.reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    HttpResponse<InputStream> response() {
        return response;
    }

    /** The next event or comment, plain, its lines with {@code |} between; null at the end of the stream. */
    @Nullable
    String next() throws IOException {
        StringBuilder event = new StringBuilder();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.isEmpty()) {
                return server.plain(event.toString());
            }
            event.append(event.isEmpty() ? "" : " | ").append(line);
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
