package dev.windsock.rest;

import dev.windsock.channel.Channels;
import dev.windsock.channel.Published;
import dev.windsock.counts.Source;
import dev.windsock.protocol.Names;
import dev.windsock.protocol.ProtocolException;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.SameThreadExecutor;
import jakarta.ws.rs.core.MediaType;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The short way for what backends do most: {@link ChannelMessages#publish} without Jersey and without another thread, both
 * of which cost more than the publish. It takes the plain requests only, and what it finds wrong with one it leaves to
 * Jersey's resources to say, so that there is one place for that. Used on I/O threads.
 */
final class DirectPublish {
    private static final String BEFORE = JerseyContainer.PATH + "channels/";
    private static final String AFTER = "/messages";
    private static final HttpString REPLAYED = new HttpString(ChannelMessages.REPLAYED);
    private static final int CREATED = 201;

    /** To look through a longer body takes an I/O thread too long: as long a message as a client may send. */
    private static final int MAX_BODY = 64 * 1024;

    private final Channels channels;

    DirectPublish(Channels channels) {
        this.channels = channels;
    }

    /** Publishes, and answers, where this is the way for it; returns whether it is. */
    boolean take(HttpServerExchange exchange, byte[] body) {
        String channel = channel(exchange);
        if (channel == null || body.length > MAX_BODY) {
            return false;
        }
        try {
            CompletableFuture<Published> answer = publish(channel, exchange.getRequestHeaders(), body);
            if (answer.isDone()) {
                answer(exchange, answer);
            } else {
                // The exchange would end when the handler returns, did it not wait for this.
                exchange.dispatch(SameThreadExecutor.INSTANCE, () -> answerWhenKept(exchange, answer));
            }
        } catch (ProtocolException e) {
            return false;
        } catch (RuntimeException e) {
            new Answer(exchange).failure(e);
        }
        return true;
    }

    /** The channel that is published to, where the request is a plain one; else null. */
    private static @Nullable String channel(HttpServerExchange exchange) {
        String path = exchange.getRequestURI();
        int end = path.length() - AFTER.length();
        boolean plain = exchange.getRequestMethod().equals(Methods.POST)
                && exchange.getQueryString().isEmpty()
                && path.startsWith(BEFORE)
                && path.endsWith(AFTER)
                && end > BEFORE.length();
        String name = plain ? path.substring(BEFORE.length(), end) : "";
        return Names.isChannel(name) ? name : null;
    }

    private CompletableFuture<Published> publish(String channel, HeaderMap headers, byte[] body) {
        Terms terms = new Terms(
                null, 0, 0, RequestHeaders.ifMatch(headers::get), RequestHeaders.idempotencyKey(headers::get));
        byte[] data = MessageBody.message(headers.getFirst(Headers.CONTENT_TYPE), body);
        return channels.publish(channel, terms.message(data), Source.REST);
    }

    private void answerWhenKept(HttpServerExchange exchange, CompletableFuture<Published> answer) {
        CompletableFuture<?> unused = answer.whenComplete(
                (published, failure) -> Answer.onIoThread(exchange, () -> answer(exchange, answer)));
    }

    private void answer(HttpServerExchange exchange, CompletableFuture<Published> kept) {
        try {
            Published published = kept.join();
            HeaderMap headers = exchange.getResponseHeaders();
            headers.put(Headers.CONTENT_TYPE, MediaType.APPLICATION_JSON);
            if (published.repeated()) {
                headers.put(REPLAYED, "true");
            }
            exchange.setStatusCode(CREATED);
            exchange.getResponseSender().send(ByteBuffer.wrap(Results.of(published)));
        } catch (CompletionException e) {
            if (e.getCause() instanceof ProtocolException refusal) {
                channels.counts().refused().add(refusal.code());
                Answer.refusal(exchange, refusal);
            } else {
                new Answer(exchange).failure(e);
            }
        }
    }
}
