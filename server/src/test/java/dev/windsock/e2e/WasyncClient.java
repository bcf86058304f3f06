package dev.windsock.e2e;

import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClientConfig;
import org.atmosphere.wasync.ClientFactory;
import org.atmosphere.wasync.Event;
import org.atmosphere.wasync.Function;
import org.atmosphere.wasync.Request;
import org.atmosphere.wasync.Socket;
import org.atmosphere.wasync.impl.AtmosphereClient;
import org.atmosphere.wasync.impl.AtmosphereRequest;

/**
 * A stock wAsync client of one channel that keeps what it is given.
 *
 * <p>Over SSE and long polling wAsync takes what one read of the socket brings for one message. So it is given an HTTP
 * client whose reads are always large: Netty's own shrink to the size of what came before, and then cut messages.
 */
final class WasyncClient implements AutoCloseable {

    private static final int READ_SIZE = 16 * 1024;

    private final AsyncHttpClient http = new DefaultAsyncHttpClient(new DefaultAsyncHttpClientConfig.Builder()
            .addChannelOption(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_SIZE))
            .build());
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
