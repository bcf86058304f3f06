package dev.windsock.rest;

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
    private final Presence presence;

    @Inject
    public ChannelPresence(Presence presence) {
        this.presence = presence;
    }

    /** Tells it. */
    @GET
    public Response members(@PathParam("channel") String name, @Context UriInfo uri) {
        Query.of(uri);
        return ChannelState.ok(presence.of(Names.channel(name)).join().json());
    }
}
