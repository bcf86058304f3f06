package dev.windsock.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A page from the class path, with places to fill in: {@code {{name}}}. Immutable. */
final class Template {
    private final String text;

    private Template(String text) {
        this.text = text;
    }

    static Template named(String name) {
        try (InputStream in = Objects.requireNonNull(Template.class.getResourceAsStream(name), name)) {
            return new Template(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fills in one place; the value is HTML. */
    Template with(String name, String html) {
        return new Template(text.replace("{{" + name + "}}", html));
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
