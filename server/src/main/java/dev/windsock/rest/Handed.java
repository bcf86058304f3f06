package dev.windsock.rest;

import dev.windsock.channel.Channels;
import dev.windsock.channel.Message;
import dev.windsock.channel.Published;
import dev.windsock.counts.Source;
import dev.windsock.protocol.ProtocolException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A message that has been handed over to a channel.
 *
 * @param answer what becomes of it; fails with a {@link ProtocolException} where it is refused
 */
record Handed(String channel, CompletableFuture<Published> answer) {
    /** Hands a message over; does not wait for it to be kept. */
    static Handed over(Channels channels, String channel, Message message) {
        try {
            return new Handed(channel, channels.publish(channel, message, Source.REST));
        } catch (ProtocolException e) {
            return new Handed(channel, CompletableFuture.failedFuture(e));
        }
    }

    /**
     * Waits until it is kept.
     *
     * @throws ProtocolException where it was refused, or could not be kept
     */
    Published await() {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ProtocolException refusal) {
                throw refusal;
            }
            throw e;
        }
    }
}
