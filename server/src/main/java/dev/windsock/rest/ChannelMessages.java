package dev.windsock.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Publishes one message to one channel: PROTOCOL.md section 10.1. */
@Singleton
@Path("channels/{channel}/messages")
public final class ChannelMessages {
    private final Publisher publisher;

    @Inject
    public ChannelMessages(Publisher publisher) {
        this.publisher = publisher;
    }

    @POST
    public Response publish(
            @PathParam("channel") String channel,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            byte[] body) {
        byte[] message = MessageBody.message(contentType, body);
        return Response.status(Response.Status.CREATED)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(Results.of(publisher.publish(channel, message)))
                .build();
    }
}
