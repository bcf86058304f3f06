package dev.windsock.rest;

import dev.windsock.channel.Channels;
import dev.windsock.channel.Deleted;
import dev.windsock.channel.HistoryRange;
import dev.windsock.channel.Published;
import dev.windsock.protocol.HistoryPage;
import dev.windsock.protocol.Json;
import dev.windsock.protocol.Values;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** The messages of one channel: PROTOCOL.md sections 10.1, 10.2 and 10.4. */
@Singleton
@Path("channels/{channel}/messages")
public final class ChannelMessages {
    /** Says that the answer is the one that the first of several equal requests got. */
    static final String REPLAYED = "Idempotent-Replayed";

    private final Channels channels;

    @Inject
    public ChannelMessages(Channels channels) {
        this.channels = channels;
    }

    /** Publishes one message; plain requests take the short way of {@link DirectPublish}. */
    @POST
    public Response publish(
            @PathParam("channel") String channel, @Context UriInfo uri, @Context HttpHeaders headers, byte[] body) {
        Terms terms = terms(uri, headers);
        byte[] data = MessageBody.message(headers.getHeaderString(HttpHeaders.CONTENT_TYPE), body);
        Published published =
                Handed.over(channels, channel, terms.message(data)).await();
        return Response.status(Response.Status.CREATED)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(REPLAYED, published.repeated() ? true : null)
                .entity(Results.of(published))
                .build();
    }

    private static Terms terms(UriInfo uri, HttpHeaders headers) {
        Query query = Query.of(uri, "key", "ttl", "version");
        return new Terms(
                query.key("key"),
                query.millis("ttl"),
                query.positive("version", Values.MAX_INTEGER - 1, 0),
                RequestHeaders.ifMatch(headers::getRequestHeader),
                RequestHeaders.idempotencyKey(headers::getRequestHeader));
    }

    /** Lists what the channel keeps. */
    @GET
    public Response history(@PathParam("channel") String channel, @Context UriInfo uri) {
        Query query = Query.of(uri, "since", "before", "limit", "reverse");
        HistoryRange range = new HistoryRange(
                query.position("since"),
                query.position("before"),
                (int) query.positive("limit", HistoryPage.MAX_LIMIT, HistoryPage.DEFAULT_LIMIT),
                query.flag("reverse"));
        return ChannelState.ok(
                ChannelState.existing(channels, channel).history(range).json());
    }

    /** Lets go of what the channel keeps. */
    @DELETE
    public Response delete(@PathParam("channel") String channel, @Context UriInfo uri) {
        Query.of(uri);
        Deleted deleted = ChannelState.existing(channels, channel).delete();
        return ChannelState.ok(Json.object(out -> {
            out.writeStringField("channel", channel);
            out.writeStringField("epoch", deleted.head().epoch());
            out.writeNumberField("offset", deleted.head().offset());
            out.writeNumberField("deleted", deleted.count());
        }));
    }
}
