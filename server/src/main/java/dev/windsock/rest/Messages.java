package dev.windsock.rest;

import dev.windsock.channel.Channels;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/** Publishes a batch of messages, each to one or many channels: PROTOCOL.md section 10.3. */
@Singleton
@Path("messages")
public final class Messages {
    private final Channels channels;

    @Inject
    public Messages(Channels channels) {
        this.channels = channels;
    }

    @POST
    public Response publish(@Context UriInfo uri, @Context HttpHeaders headers, byte[] body) {
        Query.of(uri);
        RequestHeaders.refuse(
                headers::getRequestHeader,
                HttpHeaders.IF_MATCH,
                "an item states its condition with the member `ifMatch`");
        String key = RequestHeaders.idempotencyKey(headers::getRequestHeader);
        List<BatchItem> items =
                Batch.read(MessageBody.json(headers.getHeaderString(HttpHeaders.CONTENT_TYPE), body), key);
        return Response.ok(Results.of(items, channels), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
