package dev.windsock.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.windsock.channel.Published;
import dev.windsock.protocol.Json;
import dev.windsock.protocol.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
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

    /** Publishes the items in order, and returns the answer for all. */
    static byte[] of(List<BatchItem> items, Publisher publisher) {
        return json(128 * items.size(), out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("results");
            for (BatchItem item : items) {
                writeItem(out, item, publisher);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static void writeItem(JsonGenerator out, BatchItem item, Publisher publisher) throws IOException {
        out.writeStartObject();
        if (item.fault() != null) {
            writeFault(out, item.fault());
        } else {
            List<Result> results = publish(item, publisher);
            out.writeNumberField("status", status(results));
            out.writeArrayFieldStart("publications");
            for (Result result : results) {
                writeResult(out, result);
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private static List<Result> publish(BatchItem item, Publisher publisher) {
        List<Result> results = new ArrayList<>(item.channels().size());
        for (String channel : item.channels()) {
            try {
                results.add(new Result(channel, publisher.publish(channel, item.data()), null));
            } catch (ProtocolException e) {
                results.add(new Result(channel, null, e));
            }
        }
        return results;
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
