package dev.windsock.server;

import dev.windsock.protocol.ErrorCode;
import dev.windsock.transport.Transports;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;

/**
 * Sends each request to the part of the server that its path belongs to. What a part fails to catch ends here: it is
 * logged, without anything of the request, and the client gets a problem document.
 */
record Routes(
        HttpHandler windsock,
        HttpHandler atmosphere,
        HttpHandler rest,
        HttpHandler metrics,
        HttpHandler client,
        HttpHandler doctor,
        HttpHandler pages)
        implements HttpHandler {
    private static final String ATMOSPHERE = Transports.ATMOSPHERE_PATH + '/';
    private static final String REST = "/api/";
    private static final System.Logger LOG = System.getLogger(Routes.class.getName());

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        try {
            route(exchange, exchange.getRequestPath()).handleRequest(exchange);
        } catch (Exception e) {
            LOG.log(System.Logger.Level.ERROR, "A request failed", e);
            if (!exchange.isResponseStarted()) {
                Answers.problem(exchange, ErrorCode.INTERNAL, "The server failed; its log says why");
            }
        }
    }

    private HttpHandler route(HttpServerExchange exchange, String path) {
        if (path.equals(Transports.PATH)) {
            return windsock;
        }
        if (path.startsWith(ATMOSPHERE)) {
            exchange.setResolvedPath(Transports.ATMOSPHERE_PATH);
            exchange.setRelativePath(path.substring(Transports.ATMOSPHERE_PATH.length()));
            return atmosphere;
        }
        if (path.startsWith(REST)) {
            return rest;
        }
        if (path.equals(MetricsHandler.PATH)) {
            return metrics;
        }
        if (DoctorPage.isAt(path)) {
            return doctor;
        }
        return path.startsWith(ClientFiles.PATH) || path.equals("/client") ? client : pages;
    }
}
