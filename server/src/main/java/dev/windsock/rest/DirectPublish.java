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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The short way for what backends do most: {@link ChannelMessages#publish} and {@link Messages#publish} without Jersey and
 * without another thread, both of which cost more than the publish. It takes the plain requests only, and what it finds wrong
 * with one it leaves to Jersey's resources to say, so that there is one place for that. Used on I/O threads.
 */
final class DirectPublish {
    private static final String BATCH = JerseyContainer.PATH + "messages";
    private static final String BEFORE = JerseyContainer.PATH + "channels/";
    private static final String AFTER = "/messages";
    private static final HttpString REPLAYED = new HttpString(ChannelMessages.REPLAYED);
    private static final int OK = 200;
    private static final int CREATED = 201;

    /** To look through a longer body takes an I/O thread too long: as long a message as a client may send. */
    private static final int MAX_BODY = 64 * 1024;

    /** So many take a millisecond or two. */
    private static final int MAX_PUBLICATIONS = 500;

    private final Channels channels;

    DirectPublish(Channels channels) {
        this.channels = channels;
    }

    /**
     * What was handed over.
     *
     * @param kept when it is known what became of it
     * @param answer says so; to be called then
     */
    private record Publishing(CompletableFuture<?> kept, Runnable answer) {}

    /** Publishes, and answers, where this is the way for it; returns whether it is. */
    boolean take(HttpServerExchange exchange, byte[] body) {
        boolean plain = exchange.getRequestMethod().equals(Methods.POST)
                && exchange.getQueryString().isEmpty()
                && body.length <= MAX_BODY;
        Publishing publishing;
        try {
            publishing = plain ? publish(exchange, body) : null;
        } catch (ProtocolException e) {
            return false;
        } catch (RuntimeException e) {
            new Answer(exchange).failure(e);
            return true;
        }
        if (publishing == null) {
            return false;
        }
        if (publishing.kept().isDone()) {
            answer(exchange, publishing);
        } else {
            // The exchange would end when the handler returns, did it not wait for this.
            exchange.dispatch(SameThreadExecutor.INSTANCE, () -> answerWhenKept(exchange, publishing));
        }
        return true;
    }

    private static void answerWhenKept(HttpServerExchange exchange, Publishing publishing) {
        CompletableFuture<?> unused = publishing
                .kept()
                .whenComplete((kept, failure) -> Answer.onIoThread(exchange, () -> answer(exchange, publishing)));
    }

    private static void answer(HttpServerExchange exchange, Publishing publishing) {
        try {
            publishing.answer().run();
        } catch (RuntimeException e) {
            new Answer(exchange).failure(e);
        }
    }

    /** Null where it is for Jersey's resources. */
    private @Nullable Publishing publish(HttpServerExchange exchange, byte[] body) {
        String path = exchange.getRequestURI();
        if (path.equals(BATCH)) {
            return publishBatch(exchange, body);
        }
        int end = path.length() - AFTER.length();
        String channel = path.startsWith(BEFORE) && path.endsWith(AFTER) && end > BEFORE.length()
                ? path.substring(BEFORE.length(), end)
                : "";
        return Names.isChannel(channel) ? publishOne(exchange, channel, body) : null;
    }

    private Publishing publishOne(HttpServerExchange exchange, String channel, byte[] body) {
        HeaderMap headers = exchange.getRequestHeaders();
        Terms terms = new Terms(
                null, 0, 0, RequestHeaders.ifMatch(headers::get), RequestHeaders.idempotencyKey(headers::get));
        byte[] data = MessageBody.message(headers.getFirst(Headers.CONTENT_TYPE), body);
        CompletableFuture<Published> kept = channels.publish(channel, terms.message(data), Source.REST);
        return new Publishing(kept, () -> answerOne(exchange, kept));
    }

    private @Nullable Publishing publishBatch(HttpServerExchange exchange, byte[] body) {
        HeaderMap headers = exchange.getRequestHeaders();
        List<BatchItem> items = Messages.items(headers::get, headers.getFirst(Headers.CONTENT_TYPE), body);
        if (items.stream().mapToInt(item -> item.channels().size()).sum() > MAX_PUBLICATIONS) {
            return null;
        }
        List<List<Handed>> handed = Results.handOver(items, channels);
        CompletableFuture<?>[] all =
                handed.stream().flatMap(List::stream).map(Handed::answer).toArray(CompletableFuture<?>[]::new);
        return new Publishing(
                CompletableFuture.allOf(all), () -> send(exchange, OK, Results.of(items, handed, channels)));
    }

    private static void send(HttpServerExchange exchange, int status, byte[] json) {
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, MediaType.APPLICATION_JSON);
        exchange.getResponseSender().send(ByteBuffer.wrap(json));
    }

    private void answerOne(HttpServerExchange exchange, CompletableFuture<Published> kept) {
        try {
            Published published = kept.join();
            if (published.repeated()) {
                exchange.getResponseHeaders().put(REPLAYED, "true");
            }
            send(exchange, CREATED, Results.of(published));
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof ProtocolException refusal)) {
                throw e;
            }
            channels.counts().refused().add(refusal.code());
            Answer.refusal(exchange, refusal);
        }
    }
}
