package dev.windsock.rest;

import dev.windsock.channel.Channels;
import dev.windsock.protocol.ProtocolException;
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
import org.jspecify.annotations.Nullable;

/**
 * Publishes a batch of messages, each to one or many channels: PROTOCOL.md section 10.3. Short ones take the way of
 * {@link DirectPublish}.
 */
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
        List<BatchItem> items =
                items(headers::getRequestHeader, headers.getHeaderString(HttpHeaders.CONTENT_TYPE), body);
        return Response.ok(
                        Results.of(items, Results.handOver(items, channels), channels), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    /**
     * What a request wants to have published.
     *
     * @throws ProtocolException where it cannot be read
     */
    static List<BatchItem> items(RequestHeaders.Values headers, @Nullable String contentType, byte[] body) {
        RequestHeaders.refuse(headers, HttpHeaders.IF_MATCH, "an item states its condition with the member `ifMatch`");
        String key = RequestHeaders.idempotencyKey(headers);
        return Batch.read(MessageBody.json(contentType, body), key);
    }
}
