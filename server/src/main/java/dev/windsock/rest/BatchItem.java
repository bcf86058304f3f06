package dev.windsock.rest;

import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.ProtocolException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One item of a batch: a message for one or many channels, or what is wrong with it.
 *
 * @param data the message, JSON; empty where there is a fault
 * @param fault null where the item can be published
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and never given away.
record BatchItem(
        List<String> channels, byte[] data, @Nullable ProtocolException fault) {
    static BatchItem faulty(String message) {
        return new BatchItem(List.of(), new byte[0], new ProtocolException(ErrorCode.BAD_COMMAND, message));
    }
}
