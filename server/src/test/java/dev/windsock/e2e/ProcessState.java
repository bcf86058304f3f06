package dev.windsock.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM holds after a full collection, as its tools and the operating system see it.
 *
 * @param heapBytes the live objects
 * @param instances how many of each class
 */
record ProcessState(long heapBytes, Map<String, Long> instances, int threads, int files) {

    private static final Pattern CLASS = Pattern.compile("^\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*$");

    static ProcessState of(long pid) throws IOException {
        Map<String, Long> instances = new TreeMap<>();
        long bytes = 0;
        for (String line : jcmd(pid, "GC.class_histogram").lines().toList()) {
            Matcher matcher = CLASS.matcher(line);
            if (matcher.matches()) {
                instances.merge(matcher.group(3), Long.valueOf(matcher.group(1)), Long::sum);
                bytes += Long.parseLong(matcher.group(2));
            }
        }
        if (instances.isEmpty()) {
            throw new IOException("No histogram of process " + pid);
        }
        return new ProcessState(bytes, instances, threads(pid), files(pid));
    }

    private static String jcmd(long pid, String command) throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(jcmd, String.valueOf(pid), command)
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static int threads(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                .filter(line -> line.startsWith("Threads:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring("Threads:".length()).strip()))
                .findFirst()
                .orElseThrow();
    }

    private static int files(long pid) throws IOException {
        int count = 0;
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc", String.valueOf(pid), "fd"))) {
            for (Path ignored : open) {
                count++;
            }
        }
        return count;
    }
}
