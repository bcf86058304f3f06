package dev.windsock.bench.load;

import java.io.IOException;

/** The WebSocket connections of the subscribers themselves: what a client says goes out on its own. */
public final class ClientsOutlet implements Outlet {
    private final Dialect dialect;
    private final Plan plan;
    private final Load load;

    /** Creates one for a load that is ready; its streams are its subscribers. */
    public ClientsOutlet(Dialect dialect, Plan plan, Load load) {
        this.dialect = dialect;
        this.plan = plan;
        this.load = load;
    }

    @Override
    public void put(int stream, String message) throws IOException {
        Link link = load.link(stream);
        String session = link.conversation().session();
        byte[] publication = dialect.publication(plan.channelOf().apply(stream), message, session);
        link.write(Frames.masked(dialect.binary() ? Frames.BINARY : Frames.TEXT, publication));
    }

    @Override
    public void flush() {}

    /** The load closes its connections. */
    @Override
    public void close() {}
}
