package dev.windsock.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.windsock.channel.Channels;
import dev.windsock.channel.Message;
import dev.windsock.channel.Published;
import dev.windsock.protocol.Json;
import dev.windsock.protocol.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Publishes, and says in JSON what became of it. */
final class Results {
    private static final int CREATED = 201;
    private static final int MULTI_STATUS = 207;

    private Results() {}

    /** What became of one message for one channel. */
    private record Result(
            String channel,
            @Nullable Published published,
            @Nullable ProtocolException fault) {
        static Result of(Handed handed) {
            try {
                return new Result(handed.channel(), handed.await(), null);
            } catch (ProtocolException e) {
                return new Result(handed.channel(), null, e);
            }
        }

        int status() {
            return fault == null ? CREATED : fault.code().status();
        }
    }

    /** The answer for one publication. */
    static byte[] of(Published published) {
        return json(64 + published.channel().length(), out -> {
            out.writeStartObject();
            writePosition(out, published);
            out.writeEndObject();
        });
    }

    /** Hands the items over in order, all before the first is waited for, so that an engine can keep them in one go. */
    static List<List<Handed>> handOver(List<BatchItem> items, Channels channels) {
        return items.stream().map(item -> handOver(item, channels)).toList();
    }

    /** The answer for all; waits until each is kept. */
    static byte[] of(List<BatchItem> items, List<List<Handed>> handed, Channels channels) {
        return json(128 * items.size(), out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("results");
            for (int i = 0; i < items.size(); i++) {
                writeItem(out, items.get(i).fault(), handed.get(i), channels);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static List<Handed> handOver(BatchItem item, Channels channels) {
        Message message = item.message();
        return message == null
                ? List.of()
                : item.channels().stream()
                        .map(channel -> Handed.over(channels, channel, message))
                        .toList();
    }

    private static void writeItem(
            JsonGenerator out, @Nullable ProtocolException fault, List<Handed> handed, Channels channels)
            throws IOException {
        out.writeStartObject();
        if (fault != null) {
            channels.counts().refused().add(fault.code());
            writeFault(out, fault);
        } else {
            List<Result> results = handed.stream().map(Result::of).toList();
            out.writeNumberField("status", status(results));
            out.writeArrayFieldStart("publications");
            for (Result result : results) {
                if (result.fault() != null) {
                    channels.counts().refused().add(result.fault().code());
                }
                writeResult(out, result);
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    /** The status that all have, or 207 where they differ. */
    private static int status(List<Result> results) {
        int first = results.getFirst().status();
        return results.stream().allMatch(result -> result.status() == first) ? first : MULTI_STATUS;
    }

    private static void writeResult(JsonGenerator out, Result result) throws IOException {
        out.writeStartObject();
        if (result.published() != null) {
            out.writeNumberField("status", CREATED);
            writePosition(out, result.published());
            if (result.published().repeated()) {
                out.writeBooleanField("repeated", true);
            }
        } else if (result.fault() != null) {
            out.writeNumberField("status", result.status());
            out.writeStringField("channel", result.channel());
            writeError(out, result.fault());
        }
        out.writeEndObject();
    }

    private static void writePosition(JsonGenerator out, Published published) throws IOException {
        out.writeStringField("channel", published.channel());
        out.writeStringField("epoch", published.position().epoch());
        out.writeNumberField("offset", published.position().offset());
        out.writeNumberField("subscribers", published.subscribers());
    }

    private static void writeFault(JsonGenerator out, ProtocolException fault) throws IOException {
        out.writeNumberField("status", fault.code().status());
        writeError(out, fault);
    }

    private static void writeError(JsonGenerator out, ProtocolException fault) throws IOException {
        out.writeObjectFieldStart("error");
        out.writeStringField("code", fault.code().code());
        out.writeStringField("message", fault.getMessage());
        if (fault.position() != null) {
            out.writeStringField("epoch", fault.position().epoch());
            out.writeNumberField("offset", fault.position().offset());
        }
        out.writeEndObject();
    }

    private interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    private static byte[] json(int size, Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
        try (JsonGenerator out = Json.mapper().createGenerator(bytes)) {
            body.write(out);
        } catch (IOException e) {
            // Not possible: it is written to memory.
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
