package dev.windsock.doctor;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Opens a WebSocket, talks on it, and sees how long it stands. */
final class SocketCheck {
    private static final long OPENING = 5_000;
    private static final int TRIES = 2;
    private static final int PROXY_LOGIN = 407;
    private static final int BAD_REQUEST = 400;

    private final Web web;
    private final String path;
    private final List<String> evidence = new ArrayList<>();
    private @Nullable Found refusal;

    SocketCheck(Web web, Target target) {
        this.web = web;
        this.path = target.url().getPath();
    }

    Outcome make(@Nullable Double control) throws InterruptedException {
        List<SocketSeen> tries = new ArrayList<>();
        do {
            tries.add(look());
        } while (tries.size() < TRIES && refusal == null && isCut(tries.getLast()));
        Found found = refusal == null ? Judge.socket(tries, control) : refusal;
        // Where nothing else passes either, that it broke says nothing about WebSockets.
        boolean nothing = control == null && found.code().equals("broken");
        return new Outcome("websocket", nothing ? Found.of("unreachable") : found, List.copyOf(evidence));
    }

    private static boolean isCut(SocketSeen seen) {
        return seen.opened() != null && seen.ended() != null && !seen.strange();
    }

    private SocketSeen look() throws InterruptedException {
        SocketLook look = new SocketLook();
        try (Tunnel tunnel = web.tunnel()) {
            open(look, tunnel);
        } catch (IOException e) {
            look.failed();
            refused(e, look);
        }
        SocketSeen seen = look.seen();
        evidence.add(describe(seen));
        return seen;
    }

    private void open(SocketLook look, @Nullable Tunnel tunnel) throws InterruptedException {
        CompletableFuture<WebSocket> opening = web.webSocket(tunnel, look);
        try {
            opening.get(OPENING, TimeUnit.MILLISECONDS);
            look.watch();
        } catch (TimeoutException e) {
            opening.cancel(true);
        } catch (ExecutionException e) {
            look.failed();
            if (tunnel != null && tunnel.refused() > 0) {
                refusedByProxy(tunnel.refused());
            } else {
                refused(e.getCause(), look);
            }
        }
    }

    private void refusedByProxy(int code) {
        String status = web.words().status(code);
        evidence.add("CONNECT (at the proxy) → " + status);
        refusal = Found.of("proxy-refused", "status", status);
    }

    private void refused(@Nullable Throwable cause, SocketLook look) {
        for (Throwable one = cause; one != null; one = one.getCause()) {
            if (one instanceof WebSocketHandshakeException handshake) {
                refused(handshake.getResponse(), look);
                return;
            }
        }
        String reason = Web.reason(cause);
        evidence.add("WebSocket: " + reason);
        refusal = Found.of("broken", Map.of("page", reason, "ms", look.seen().watched()));
    }

    private void refused(HttpResponse<?> response, SocketLook look) {
        String status = web.words().status(response.statusCode());
        evidence.add("GET " + path + " (WebSocket) → " + status + " in "
                + Words.time(look.seen().watched()));
        evidence.addAll(web.telltales(response.headers()));
        refusal = Found.of(code(response), Map.of("status", status, "who", web.who(response.headers())));
    }

    /** Which refusal it is: the server's own tell that they are problem documents. */
    private static String code(HttpResponse<?> response) {
        String type = response.headers().firstValue("content-type").orElse("");
        if (!type.startsWith("application/problem+json")) {
            return response.statusCode() == PROXY_LOGIN ? "proxy-refused" : "refused-status";
        }
        // What was sent asks for an upgrade; the server was asked for something else.
        return response.statusCode() == BAD_REQUEST ? "stripped" : "server-refused";
    }

    private static String describe(SocketSeen seen) {
        List<String> story = new ArrayList<>();
        story.add(seen.opened() == null ? "not opened" : "opened after " + Words.time(seen.opened()));
        if (seen.strange()) {
            story.add("what came was not the server's");
        }
        if (seen.opened() != null) {
            story.add(seen.replied() == null ? "no reply" : "reply after " + Words.time(seen.replied()));
        }
        if (!seen.roundTrips().isEmpty()) {
            String trips = seen.roundTrips().stream()
                    .map(ms -> String.valueOf(Math.round(ms)))
                    .collect(Collectors.joining(", "));
            story.add("round trips " + trips + " ms");
        }
        story.add(
                seen.ended() == null
                        ? "watched for " + Words.time(seen.watched())
                        : "ended from outside after " + Words.time(seen.ended()));
        return "WebSocket: " + String.join(", ", story);
    }
}
