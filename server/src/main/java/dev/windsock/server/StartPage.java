package dev.windsock.server;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Stands at {@code /} where there are no pages: says what this is and what to try. */
final class StartPage implements HttpHandler {
    /** What a host and port are made of, and nothing that means anything in HTML or in a shell. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:-]{1,255}");

    private final Template html = Template.named("start.html");

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        if (exchange.getRequestPath().equals("/")) {
            Answers.page(exchange, html.with("url", url(exchange)).bytes());
        } else {
            Pages.notFound(exchange);
        }
    }

    private static String url(HttpServerExchange exchange) {
        @Nullable String host = exchange.getRequestHeaders().getFirst(Headers.HOST);
        boolean usable = host != null && HOST.matcher(host).matches();
        return exchange.getRequestScheme() + "://" + (usable ? host : "localhost:8080");
    }
}
