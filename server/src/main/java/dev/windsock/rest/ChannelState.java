package dev.windsock.rest;

import dev.windsock.channel.Channel;
import dev.windsock.channel.ChannelInfo;
import dev.windsock.channel.Channels;
import dev.windsock.presence.Presence;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Json;
import dev.windsock.protocol.Names;
import dev.windsock.protocol.ProtocolException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** How one channel stands: PROTOCOL.md section 10.5. */
@Singleton
@Path("channels/{channel}")
public final class ChannelState {
    private final Channels channels;
    private final Presence presence;

    @Inject
    public ChannelState(Channels channels, Presence presence) {
        this.channels = channels;
        this.presence = presence;
    }

    /** Tells it. */
    @GET
    public Response info(@PathParam("channel") String name, @Context UriInfo uri) {
        Query.of(uri);
        ChannelInfo info = existing(channels, name).info();
        return ok(Json.object(out -> {
            out.writeStringField("channel", name);
            out.writeStringField("epoch", info.head().epoch());
            out.writeNumberField("offset", info.head().offset());
            out.writeNumberField("oldest", info.oldest());
            out.writeNumberField("kept", info.kept());
            out.writeNumberField("subscribers", info.subscribers());
            if (channels.rules(name).presence()) {
                out.writeNumberField("present", presence.count(name));
            }
        }));
    }

    /**
     * The channel of that name. To look at one makes none.
     *
     * @throws ProtocolException {@link ErrorCode#NOT_FOUND} where there is none
     */
    static Channel existing(Channels channels, String name) {
        Channel channel = channels.find(Names.channel(name));
        if (channel == null) {
            throw new ProtocolException(
                    ErrorCode.NOT_FOUND, "Nobody uses the channel " + name + ", and nothing of it is kept");
        }
        return channel;
    }

    /** An answer that is out of date at once. */
    static Response ok(byte[] json) {
        return Response.ok(json, MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
