package dev.windsock.rest;

import dev.windsock.channel.Channels;
import dev.windsock.presence.Presence;
import dev.windsock.protocol.ErrorCode;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import jakarta.ws.rs.core.SecurityContext;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.Principal;
import java.util.Map;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.inject.hk2.AbstractBinder;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.server.spi.Container;
import org.jspecify.annotations.Nullable;

/** Runs Jersey on Undertow's exchanges. Thread-safe. */
final class JerseyContainer implements Container, AutoCloseable {
    /** Resources make no absolute URIs, so what the client calls this host never matters. */
    private static final String HOST = "http://localhost";

    static final String PATH = "/api/v1/";

    private static final URI BASE = URI.create(HOST + PATH);
    private static final SecurityContext NOBODY = new Nobody();

    private final Channels channels;
    private final Presence presence;
    private volatile @Nullable ApplicationHandler jersey;

    /** Jersey is made when it is asked for the first time: it takes longer to start than all the rest of the server. */
    JerseyContainer(Channels channels, Presence presence) {
        this.channels = channels;
        this.presence = presence;
    }

    private ResourceConfig config() {
        return new ResourceConfig()
                .register(new Binding(channels, presence))
                .registerClasses(
                        ChannelMessages.class,
                        ChannelPresence.class,
                        ChannelState.class,
                        Messages.class,
                        Problems.class)
                .addProperties(Map.of(
                        CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true,
                        CommonProperties.METAINF_SERVICES_LOOKUP_DISABLE, true,
                        CommonProperties.PROVIDER_DEFAULT_DISABLE, "ALL",
                        ServerProperties.BV_FEATURE_DISABLE, true,
                        ServerProperties.WADL_FEATURE_DISABLE, true));
    }

    /** Answers one request. Blocks until the answer is made, so it is for virtual threads. */
    void handle(HttpServerExchange exchange, byte[] body) {
        Answer answer = new Answer(exchange);
        try {
            String path = path(exchange);
            // Jersey looks for whatever is not below its base as if it were.
            if (path.startsWith(PATH)) {
                getApplicationHandler().handle(request(exchange, new URI(HOST + path + query(exchange)), body, answer));
            } else {
                Answer.problem(exchange, ErrorCode.NOT_FOUND, Problems.NOT_FOUND_DETAIL);
            }
        } catch (URISyntaxException e) {
            Answer.problem(exchange, ErrorCode.BAD_REQUEST, "The request target is not a URI: percent-encode it");
        } catch (RuntimeException e) {
            answer.failure(e);
        }
    }

    private ContainerRequest request(HttpServerExchange exchange, URI target, byte[] body, Answer answer) {
        ContainerRequest request = new ContainerRequest(
                BASE, target, method(exchange), NOBODY, new MapPropertiesDelegate(), getConfiguration());
        for (HeaderValues values : exchange.getRequestHeaders()) {
            request.headers(values.getHeaderName().toString(), values);
        }
        request.setEntityStream(new ByteArrayInputStream(body));
        request.setWriter(answer);
        return request;
    }

    /** To HEAD Jersey would tell the length of no body; Undertow leaves the body of an answer to GET out by itself. */
    private static String method(HttpServerExchange exchange) {
        HttpString method = exchange.getRequestMethod();
        return (method.equals(Methods.HEAD) ? Methods.GET : method).toString();
    }

    private static String path(HttpServerExchange exchange) throws URISyntaxException {
        String target = exchange.getRequestURI();
        String path = exchange.isHostIncludedInRequestURI() ? new URI(target).getRawPath() : target;
        // Else what follows a semicolon would be cut off as a matrix parameter: another channel than the one meant.
        return path.replace(";", "%3B");
    }

    private static String query(HttpServerExchange exchange) {
        String query = exchange.getQueryString();
        return query.isEmpty() ? "" : '?' + query;
    }

    @Override
    public ResourceConfig getConfiguration() {
        return getApplicationHandler().getConfiguration();
    }

    @Override
    public ApplicationHandler getApplicationHandler() {
        ApplicationHandler made = jersey;
        return made == null ? make() : made;
    }

    private synchronized ApplicationHandler make() {
        ApplicationHandler made = jersey;
        if (made == null) {
            made = new ApplicationHandler(config());
            jersey = made;
        }
        return made;
    }

    @Override
    public void reload() {
        throw new UnsupportedOperationException("The resources do not change");
    }

    @Override
    public void reload(ResourceConfig configuration) {
        reload();
    }

    @Override
    public void close() {
        ApplicationHandler made = jersey;
        if (made != null) {
            made.onShutdown(this);
        }
    }

    /** Tells Jersey what the resources are made of. */
    private static final class Binding extends AbstractBinder {
        private final Channels channels;
        private final Presence presence;

        Binding(Channels channels, Presence presence) {
            this.channels = channels;
            this.presence = presence;
        }

        @Override
        protected void configure() {
            bind(channels).to(Channels.class);
            bind(presence).to(Presence.class);
        }
    }

    /** There is no authentication yet. */
    private static final class Nobody implements SecurityContext {
        @Override
        public @Nullable Principal getUserPrincipal() {
            return null;
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

        @Override
        public boolean isSecure() {
            return false;
        }

        @Override
        public @Nullable String getAuthenticationScheme() {
            return null;
        }
    }
}
