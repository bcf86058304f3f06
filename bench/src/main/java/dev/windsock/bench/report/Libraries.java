package dev.windsock.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The contestants that are libraries, with the versions that their projects pin. */
public final class Libraries {
    private Libraries() {}

    /** Returns them from the folder of the peers. */
    public static List<String> of(Path peers) {
        return List.of(
                "ws " + pinned(peers.resolve("ws/package.json"), "\"ws\": \"([^\"]+)\""),
                "Socket.IO " + pinned(peers.resolve("socketio/package.json"), "\"socket.io\": \"([^\"]+)\""),
                "CometD " + pinned(peers.resolve("cometd/pom.xml"), "<cometd.version>([^<]+)<"),
                "Jetty " + pinned(peers.resolve("cometd/pom.xml"), "<jetty.version>([^<]+)<"));
    }

    private static String pinned(Path file, String pattern) {
        try {
            Matcher version = Pattern.compile(pattern).matcher(Files.readString(file));
            return version.find() ? version.group(1) : "?";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
