package dev.windsock.rest;

import dev.windsock.channel.Channels;
import dev.windsock.presence.Presence;
import dev.windsock.protocol.Names;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Who is in one channel: PROTOCOL.md section 5.6. */
@Singleton
@Path("channels/{channel}/presence")
public final class ChannelPresence {
    private final Channels channels;
    private final Presence presence;

    @Inject
    public ChannelPresence(Channels channels, Presence presence) {
        this.channels = channels;
        this.presence = presence;
    }

    /** Tells it. */
    @GET
    public Response members(@PathParam("channel") String name, @Context UriInfo uri) {
        Query.of(uri);
        if (channels.rules(Names.channel(name)).presence()) {
            ChannelState.existing(channels, name);
        }
        return ChannelState.ok(presence.of(name).join().json());
    }
}
