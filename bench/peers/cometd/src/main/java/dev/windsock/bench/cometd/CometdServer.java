package dev.windsock.bench.cometd;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.cometd.bayeux.Promise;
import org.cometd.bayeux.server.BayeuxServer;
import org.cometd.bayeux.server.ConfigurableServerChannel;
import org.cometd.bayeux.server.ServerChannel;
import org.cometd.bayeux.server.ServerMessage;
import org.cometd.bayeux.server.ServerSession;
import org.cometd.server.BayeuxServerImpl;
import org.cometd.server.http.JSONHttpTransport;
import org.cometd.server.http.jakarta.CometDServlet;
import org.cometd.server.websocket.jetty.JettyWebSocketTransport;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/**
 * CometD with its two usual transports. What a client publishes goes to the subscribers of the channel, as CometD does it by
 * itself; a new subscriber gets the last ten messages of its channel first.
 */
public final class CometdServer {
    private static final int KEPT = 10;
    private static final int BACKLOG = 4096;

    private CometdServer() {}

    /** Serves until it is killed, at a port that it chooses and prints. */
    public static void main(String[] args) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setAcceptQueueSize(BACKLOG);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        server.setHandler(context);
        context.insertHandler(WebSocketUpgradeHandler.from(server, context));
        context.addServlet(servlet(context), "/cometd/*");
        server.start();
        System.out.println("CometD listens on http://localhost:" + connector.getLocalPort());
        server.join();
    }

    private static ServletHolder servlet(ServletContextHandler context) {
        ServletHolder holder = new ServletHolder(new Bayeux(context));
        holder.setAsyncSupported(true);
        holder.setInitOrder(1);
        holder.setInitParameter(
                BayeuxServerImpl.TRANSPORTS_OPTION,
                JettyWebSocketTransport.class.getName() + "," + JSONHttpTransport.class.getName());
        holder.setInitParameter("ws.cometdURLMapping", "/cometd/*");
        return holder;
    }

    private static final class Bayeux extends CometDServlet {
        private static final long serialVersionUID = 1L;

        private final transient ServletContextHandler context;

        Bayeux(ServletContextHandler context) {
            this.context = context;
        }

        @Override
        protected BayeuxServer newBayeuxServer() {
            BayeuxServer bayeux = super.newBayeuxServer();
            bayeux.setOption(Context.class.getName(), context.getContext());
            bayeux.addListener(new Recent());
            return bayeux;
        }
    }

    /** Keeps the last messages of each channel, and gives them to new subscribers. */
    private static final class Recent
            implements BayeuxServer.SubscriptionListener, BayeuxServer.ChannelListener, ServerChannel.MessageListener {
        private final Map<String, Deque<Object>> kept = new ConcurrentHashMap<>();

        @Override
        public void configureChannel(ConfigurableServerChannel channel) {
            channel.addListener(this);
        }

        @Override
        public boolean onMessage(ServerSession from, ServerChannel channel, ServerMessage.Mutable message) {
            Deque<Object> recent = kept.computeIfAbsent(channel.getId(), id -> new ArrayDeque<>());
            synchronized (recent) {
                recent.add(message.getData());
                if (recent.size() > KEPT) {
                    recent.remove();
                }
            }
            return true;
        }

        @Override
        public void subscribed(ServerSession session, ServerChannel channel, ServerMessage message) {
            Deque<Object> recent = kept.getOrDefault(channel.getId(), new ArrayDeque<>());
            synchronized (recent) {
                recent.forEach(data -> session.deliver(session, channel.getId(), data, Promise.noop()));
            }
        }
    }
}
