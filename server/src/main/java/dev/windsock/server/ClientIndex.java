package dev.windsock.server;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tells which files the client has, how to load them, and their hashes: to people and to programs. */
final class ClientIndex {
    private static final String NONE = "<tr><td colspan=3>This build of the server comes without the client.</td></tr>";

    private ClientIndex() {}

    static byte[] page(Collection<ClientFile> files) {
        String script = files.stream()
                .filter(file -> file.name().equals("windsock.js"))
                .map(ClientIndex::script)
                .collect(Collectors.joining());
        String rows = files.stream().map(ClientIndex::row).collect(Collectors.joining("\n"));
        return Template.named("client.html")
                .with("script", script)
                .with("rows", rows.isEmpty() ? NONE : rows)
                .bytes();
    }

    /** The hashes as JSON, for programs. Names and hashes have no character that JSON would escape. */
    static byte[] integrity(Collection<ClientFile> files) {
        return files.stream()
                .map(file -> '"' + file.name() + "\":\"" + file.integrity() + '"')
                .collect(Collectors.joining(",", "{", "}"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String script(ClientFile file) {
        return "&lt;script src=\"" + ClientFiles.PATH + file.name() + "\"\n        integrity=\"" + file.integrity()
                + "\"\n        crossorigin=\"anonymous\"&gt;&lt;/script&gt;";
    }

    private static String row(ClientFile file) {
        return "<tr><td><a href=\"%1$s\">%1$s</a></td><td>%2$s</td><td><code>%3$s</code></td></tr>"
                .formatted(file.name(), size(file.bytes().length), file.integrity());
    }

    private static String size(int bytes) {
        return String.format(Locale.ROOT, "%.1f kB", bytes / 1000.0);
    }
}
