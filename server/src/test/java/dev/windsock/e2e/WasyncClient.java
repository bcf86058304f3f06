package dev.windsock.e2e;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClient;
import org.atmosphere.wasync.ClientFactory;
import org.atmosphere.wasync.Event;
import org.atmosphere.wasync.Function;
import org.atmosphere.wasync.Request;
import org.atmosphere.wasync.Socket;
import org.atmosphere.wasync.impl.AtmosphereClient;
import org.atmosphere.wasync.impl.AtmosphereRequest;

/** A stock wAsync client of one channel, as its README makes one, that keeps what it is given. */
final class WasyncClient implements AutoCloseable {

    private final AsyncHttpClient http = new DefaultAsyncHttpClient();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final Socket socket;

    /** Connects, and returns when it has. */
    WasyncClient(String url, Request.TRANSPORT transport, boolean withLengths) throws IOException {
        AtmosphereClient client = ClientFactory.getDefault().newClient(AtmosphereClient.class);
        AtmosphereRequest.AtmosphereRequestBuilder request = client.newRequestBuilder()
                .method(Request.METHOD.GET)
                .uri(url)
                .trackMessageLength(withLengths)
                .transport(transport);
        socket = client.create(client.newOptionsBuilder().runtime(http, true).build());
        socket.on(Event.MESSAGE, new Function<String>() {
            @Override
            public void on(String message) {
                received.add(message);
            }
        });
        socket.on(new Function<Throwable>() {
            @Override
            public void on(Throwable error) {
                errors.add(error);
            }
        });
        socket.open(request.build(), 30, TimeUnit.SECONDS);
    }

    /** Over HTTP it returns when the server has answered; over WebSocket there is no answer to wait for. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void publish(String message) throws IOException {
        socket.fire(message);
    }

    List<String> received() {
        return List.copyOf(received);
    }

    List<Throwable> errors() {
        return List.copyOf(errors);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        http.close();
    }
}
