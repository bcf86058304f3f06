package dev.windsock.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Publishes a batch of messages, each to one or many channels: PROTOCOL.md section 10.2. */
@Singleton
@Path("messages")
public final class Messages {
    private final Publisher publisher;

    @Inject
    public Messages(Publisher publisher) {
        this.publisher = publisher;
    }

    @POST
    public Response publish(@HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType, byte[] body) {
        List<BatchItem> items = Batch.read(MessageBody.json(contentType, body));
        return Response.ok(Results.of(items, publisher), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
