package dev.windsock.transport;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.atmosphere.cpr.AsyncIOWriter;
import org.atmosphere.cpr.AtmosphereRequest;
import org.atmosphere.cpr.AtmosphereResource;
import org.atmosphere.cpr.AtmosphereResponse;
import org.atmosphere.cpr.AtmosphereResponseImpl;
import org.atmosphere.cpr.HeaderConfig;
import org.jspecify.annotations.Nullable;

/**
 * What Atmosphere would answer a {@link BridgeRequest} with. The answer has been begun by the time Atmosphere hears of the
 * connection, so of what it says here only its id of the resource and the status are kept; what its own parts write goes to
 * the carrier where that can take it.
 */
final class BridgeResponse extends HttpServletResponseWrapper implements AtmosphereResponse {
    /** What Atmosphere asks a response for beyond this; one serves all, and nothing reaches it that it would keep. */
    private static final HttpServletResponse NOTHING = AtmosphereResponseImpl.newInstance();

    private AtmosphereRequest request;
    private @Nullable AsyncIOWriter writer;
    private @Nullable String uuid;
    private int status = SC_OK;
    private boolean destroyed;

    /**
     * @param writer takes what Atmosphere's own parts write; null where there is no way for it
     */
    BridgeResponse(AtmosphereRequest request, @Nullable AsyncIOWriter writer) {
        super(NOTHING);
        this.request = request;
        this.writer = writer;
    }

    // What it keeps

    @Override
    public void setHeader(String name, String value) {
        if (name.equals(HeaderConfig.X_ATMOSPHERE_TRACKING_ID)) {
            uuid = value;
        }
    }

    @Override
    public @Nullable String getHeader(String name) {
        return name.equals(HeaderConfig.X_ATMOSPHERE_TRACKING_ID) ? uuid : null;
    }

    @Override
    public Map<String, String> headers() {
        return uuid == null ? Map.of() : Map.of(HeaderConfig.X_ATMOSPHERE_TRACKING_ID, uuid);
    }

    @Override
    public boolean containsHeader(String name) {
        return headers().containsKey(name);
    }

    @Override
    public Collection<String> getHeaderNames() {
        return headers().keySet();
    }

    @Override
    public Collection<String> getHeaders(String name) {
        String value = getHeader(name);
        return value == null ? List.of() : List.of(value);
    }

    @Override
    public String uuid() {
        return uuid == null ? "0" : uuid;
    }

    @Override
    public void setStatus(int code) {
        status = code;
    }

    @Override
    public void sendError(int code) {
        status = code;
    }

    @Override
    public void sendError(int code, String message) {
        status = code;
    }

    @Override
    public int getStatus() {
        return status;
    }

    @Override
    public String getStatusMessage() {
        return "";
    }

    @Override
    public AtmosphereRequest request() {
        return request;
    }

    @Override
    public AtmosphereResponse request(AtmosphereRequest asked) {
        request = asked;
        return this;
    }

    @Override
    public @Nullable AtmosphereResource resource() {
        return request.resource();
    }

    @Override
    public ServletResponse getResponse() {
        return this;
    }

    // What is written

    @Override
    public @Nullable AsyncIOWriter getAsyncIOWriter() {
        return writer;
    }

    @Override
    public AtmosphereResponse asyncIOWriter(AsyncIOWriter other) {
        writer = other;
        return this;
    }

    @Override
    public AtmosphereResponse write(String data) {
        if (writer != null) {
            try {
                writer.write(this, data);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return this;
    }

    @Override
    public AtmosphereResponse write(byte[] data) {
        return write(data, 0, data.length);
    }

    @Override
    public AtmosphereResponse write(byte[] data, int offset, int length) {
        if (writer != null) {
            try {
                writer.write(this, data, offset, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return this;
    }

    @Override
    public AtmosphereResponse write(String data, boolean writeUsingOriginalResponse) {
        return write(data);
    }

    @Override
    public AtmosphereResponse write(byte[] data, boolean writeUsingOriginalResponse) {
        return write(data);
    }

    @Override
    public AtmosphereResponse write(byte[] data, int offset, int length, boolean writeUsingOriginalResponse) {
        return write(data, offset, length);
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close(this);
        }
    }

    @Override
    public void closeStreamOrWriter() {}

    @Override
    public void flushBuffer() {}

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
    public AtmosphereResponse destroyable(boolean destroyable) {
        return this;
    }

    @Override
    public void destroy() {
        destroy(true);
    }

    @Override
    public void destroy(boolean force) {
        if (force) {
            writer = null;
            destroyed = true;
        }
    }

    // What has been said already, or concerns nobody.

    @Override
    public AtmosphereResponse delegateToNativeResponse(boolean delegate) {
        return this;
    }

    @Override
    public void addHeader(String name, String value) {}

    @Override
    public void setDateHeader(String name, long date) {}

    @Override
    public void addDateHeader(String name, long date) {}

    @Override
    public void setIntHeader(String name, int value) {}

    @Override
    public void addIntHeader(String name, int value) {}

    @Override
    public void addCookie(Cookie cookie) {}

    @Override
    public void sendRedirect(String location) {}

    @Override
    public void setResponse(ServletResponse response) {}

    @Override
    public void setContentType(String type) {}

    @Override
    public void setCharacterEncoding(String encoding) {}

    @Override
    public void setContentLength(int length) {}

    @Override
    public void setContentLengthLong(long length) {}

    @Override
    public void setLocale(Locale locale) {}

    @Override
    public void setBufferSize(int size) {}
}
