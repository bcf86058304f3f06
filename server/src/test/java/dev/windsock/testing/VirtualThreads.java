package dev.windsock.testing;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The live virtual threads, those too that have not run yet. Only a thread dump into a file knows them. */
final class VirtualThreads {

    private static final Pattern HEAD =
            Pattern.compile("^#(\\d+) \"(.*)\" virtual.*\n((?: +.*\n)*)", Pattern.MULTILINE);
    /** In the names of the JDK's own, which wait for the sockets of all virtual threads. */
    private static final String POLLER = "SubPoller";

    private static final HotSpotDiagnosticMXBean DIAGNOSTICS =
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);

    private VirtualThreads() {}

    static Map<String, Supplier<String>> live() {
        Map<String, Supplier<String>> live = new HashMap<>();
        Matcher thread = HEAD.matcher(dump());
        while (thread.find()) {
            String stack = thread.group(3).strip().replaceAll("\\s*\n\\s*", " < ");
            if (thread.group(2).contains(POLLER)) {
                continue;
            }
            String description = "virtual thread \"" + thread.group(2) + "\" " + stack;
            live.put("thread " + thread.group(1), () -> description);
        }
        return live;
    }

    private static String dump() {
        try {
            Path directory = Files.createTempDirectory("threads");
            Path file = directory.resolve("dump");
            try {
                DIAGNOSTICS.dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
                return Files.readString(file);
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
