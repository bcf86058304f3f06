package dev.windsock.transport;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.InputStream;
import java.io.Reader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.atmosphere.cpr.AtmosphereRequest;
import org.atmosphere.cpr.AtmosphereRequestImpl.Body;
import org.atmosphere.cpr.AtmosphereResource;
import org.atmosphere.cpr.FrameworkConfig;
import org.atmosphere.cpr.HeaderConfig;
import org.atmosphere.cpr.NoOpsRequest;
import org.jspecify.annotations.Nullable;

/**
 * A connection as the request that Atmosphere takes in, and keeps for as long as the connection lasts. It knows its path, its
 * transport and its carrier, and is told nothing else: headers and parameters were read before. Atmosphere writes some
 * twenty attributes while it takes a connection in, and needs none of them later; they are let go of then.
 */
final class BridgeRequest extends HttpServletRequestWrapper implements AtmosphereRequest {
    /** The request attribute that leads from an {@link AtmosphereResource} to its {@link Carrier}. */
    static final String CARRIER = Carrier.class.getName();

    /** What Atmosphere asks a request for beyond this; one serves all, since it knows nothing. */
    private static final NoOpsRequest NOTHING = new NoOpsRequest();

    private static final Body NO_BODY = new Body.EmptyBody();

    /** Atmosphere refuses a WebSocket whose request does not look like one. */
    private static final Map<String, String> WEBSOCKET_HEADERS = Map.of(
            HeaderConfig.X_ATMOSPHERE_TRANSPORT,
            HeaderConfig.WEBSOCKET_TRANSPORT,
            "Connection",
            HeaderConfig.WEBSOCKET_UPGRADE);

    private final Carrier carrier;
    private final String path;
    private Map<String, Object> attributes = new HashMap<>();
    private boolean destroyed;

    BridgeRequest(Carrier carrier, String path) {
        super(NOTHING);
        this.carrier = carrier;
        this.path = path;
    }

    // What it knows

    @Override
    public String getPathInfo() {
        return path;
    }

    @Override
    public String getRequestURI() {
        return path;
    }

    @Override
    public String requestURL() {
        return path;
    }

    @Override
    public Map<String, String> headersMap() {
        return carrier.kind() == AtmosphereResource.TRANSPORT.WEBSOCKET
                ? WEBSOCKET_HEADERS
                : Map.of(HeaderConfig.X_ATMOSPHERE_TRANSPORT, carrier.kind().name());
    }

    @Override
    public @Nullable String getHeader(String name) {
        if (carrier.kind() == AtmosphereResource.TRANSPORT.WEBSOCKET) {
            return WEBSOCKET_HEADERS.get(name);
        }
        return name.equals(HeaderConfig.X_ATMOSPHERE_TRANSPORT) ? carrier.kind().name() : null;
    }

    @Override
    public @Nullable String getHeader(String name, boolean checkCase) {
        return getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        String value = getHeader(name);
        return value == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(value));
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return Collections.enumeration(headersMap().keySet());
    }

    @Override
    public Map<String, String[]> queryStringsMap() {
        return Map.of();
    }

    @Override
    public Body body() {
        return NO_BODY;
    }

    @Override
    public HttpServletRequest wrappedRequest() {
        return NOTHING;
    }

    @Override
    public @Nullable AtmosphereResource resource() {
        return (AtmosphereResource) attributes.get(FrameworkConfig.ATMOSPHERE_RESOURCE);
    }

    @Override
    public String uuid() {
        AtmosphereResource resource = resource();
        return resource == null ? "0" : resource.uuid();
    }

    // Attributes

    @Override
    public @Nullable Object getAttribute(String name) {
        return CARRIER.equals(name) ? carrier : attributes.get(name);
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        if (value == null) {
            removeAttribute(name);
            return;
        }
        if (attributes.isEmpty()) {
            attributes = new HashMap<>();
        }
        attributes.put(name, value);
    }

    @Override
    public void removeAttribute(String name) {
        if (!attributes.isEmpty()) {
            attributes.remove(name);
        }
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        return Collections.enumeration(List.copyOf(attributes.keySet()));
    }

    @Override
    public LocalAttributes localAttributes() {
        return new LocalAttributes(attributes);
    }

    // Its life

    @Override
    public boolean destroyed() {
        return destroyed;
    }

    @Override
    public boolean isDestroyable() {
        return true;
    }

    @Override
    public boolean dispatchRequestAsynchronously() {
        return false;
    }

    @Override
    public void destroy() {
        destroy(true);
    }

    /** Lets go of all attributes but the carrier. */
    @Override
    public void destroy(boolean force) {
        if (force) {
            attributes = Map.of();
            destroyed = true;
        }
    }

    // What Atmosphere would change of it, which is what it is already, or concerns nobody.

    @Override
    public AtmosphereRequest destroyable(boolean destroyable) {
        return this;
    }

    @Override
    public AtmosphereRequest headers(Map<String, String> headers) {
        return this;
    }

    @Override
    public AtmosphereRequest header(String name, String value) {
        return this;
    }

    @Override
    public AtmosphereRequest queryString(String query) {
        return this;
    }

    @Override
    public AtmosphereRequest method(String method) {
        return this;
    }

    @Override
    public AtmosphereRequest contentType(String type) {
        return this;
    }

    @Override
    public AtmosphereRequest body(String body) {
        return this;
    }

    @Override
    public AtmosphereRequest body(byte[] body) {
        return this;
    }

    @Override
    public AtmosphereRequest body(InputStream body) {
        return this;
    }

    @Override
    public AtmosphereRequest body(Reader body) {
        return this;
    }

    @Override
    public AtmosphereRequest servletPath(String servletPath) {
        return this;
    }

    @Override
    public AtmosphereRequest contextPath(String contextPath) {
        return this;
    }

    @Override
    public AtmosphereRequest requestURI(String uri) {
        return this;
    }

    @Override
    public AtmosphereRequest pathInfo(String pathInfo) {
        return this;
    }
}
