package dev.windsock.rest;

import dev.windsock.channel.Message;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.ProtocolException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One item of a batch: a message for one or many channels, or what is wrong with it.
 *
 * @param message null where there is a fault
 * @param fault null where the item can be published
 */
record BatchItem(
        List<String> channels,
        @Nullable Message message,
        @Nullable ProtocolException fault) {
    static BatchItem faulty(String message) {
        return faulty(new ProtocolException(ErrorCode.BAD_COMMAND, message));
    }

    static BatchItem faulty(ProtocolException fault) {
        return new BatchItem(List.of(), null, fault);
    }
}
