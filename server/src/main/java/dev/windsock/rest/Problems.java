package dev.windsock.rest;

import dev.windsock.channel.Channels;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Problem;
import dev.windsock.protocol.ProtocolException;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Makes a problem document of whatever goes wrong; what is our own fault is logged, and not told to the client. */
public final class Problems implements ExceptionMapper<Throwable> {
    static final String NOT_FOUND_DETAIL = "There is nothing at this path";
    static final String HEADERS_DETAIL = "The request's headers cannot be read";
    static final String INTERNAL_DETAIL = "The server failed; its log says why";

    /** When a server that is full may have let go of something. */
    static final int RETRY_SECONDS = 5;

    private static final System.Logger LOG = System.getLogger(Problems.class.getName());

    private final Channels channels;

    @Inject
    public Problems(Channels channels) {
        this.channels = channels;
    }

    @Override
    public Response toResponse(Throwable fault) {
        if (fault instanceof ProtocolException e) {
            return refused(e);
        }
        if (fault instanceof WebApplicationException e && e.getResponse().getStatus() < 500) {
            return refused(e.getResponse());
        }
        LOG.log(System.Logger.Level.ERROR, "A REST request failed", fault);
        return problem(ErrorCode.INTERNAL, INTERNAL_DETAIL, null);
    }

    private Response refused(ProtocolException e) {
        channels.counts().refused().add(e.code());
        return Response.status(e.code().status())
                .type(Problem.CONTENT_TYPE)
                .header(HttpHeaders.RETRY_AFTER, e.code() == ErrorCode.FULL ? RETRY_SECONDS : null)
                .entity(Problem.json(e.code(), e.getMessage(), e.position()))
                .build();
    }

    private Response refused(Response response) {
        String allowed = response.getHeaderString(HttpHeaders.ALLOW);
        return switch (response.getStatus()) {
            case 404 -> problem(ErrorCode.NOT_FOUND, NOT_FOUND_DETAIL, null);
            case 405 -> problem(ErrorCode.METHOD_NOT_ALLOWED, "This path allows " + allowed, allowed);
            default -> problem(ErrorCode.BAD_REQUEST, HEADERS_DETAIL, null);
        };
    }

    private Response problem(ErrorCode code, String detail, @Nullable String allowed) {
        channels.counts().refused().add(code);
        return Response.status(code.status())
                .type(Problem.CONTENT_TYPE)
                .header(HttpHeaders.ALLOW, allowed)
                .entity(Problem.json(code, detail))
                .build();
    }
}
