package dev.windsock.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Autobahn's test suite, as the build has put it under {@code target/autobahn}, and runs of its fuzzing client. */
final class AutobahnSuite {

    private static final Path HOME = Path.of("target", "autobahn").toAbsolutePath();
    private static final Path JYTHON = HOME.resolve("jython-standalone.jar");
    private static final Path PLUGIN = HOME.resolve("autobahntestsuite-maven-plugin.jar");
    private static final Set<String> NOT_THE_SUITE = Set.of("META-INF", "me");
    private static final int PATIENCE_MINUTES = 20;

    private AutobahnSuite() {}

    /** One fuzzing client at work. */
    record Run(Process process, Path directory) implements AutoCloseable {

        /** Waits for the end of all cases; the path of the report in JSON. */
        Path awaitReport() throws InterruptedException, IOException {
            Path report = directory.resolve("index.json");
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES) || !Files.exists(report)) {
                throw new IllegalStateException("No report; the client said:\n" + Files.readString(log(directory)));
            }
            return report;
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /** Unpacks the suite where it is not yet: once for each client, since Jython compiles it there, file by file. */
    private static Path unpacked(int number) throws IOException {
        Path suite = HOME.resolve("suite-" + number);
        if (!Files.isRegularFile(PLUGIN) || !Files.isRegularFile(JYTHON)) {
            throw new IllegalStateException("Autobahn is not in " + HOME + ": run `mvn pre-integration-test` first");
        }
        if (!Files.exists(suite)) {
            Path partial = Files.createTempDirectory(HOME, "unpacking");
            unpack(partial);
            Files.move(partial, suite);
        }
        return suite;
    }

    private static void unpack(Path target) throws IOException {
        try (ZipFile zip = new ZipFile(PLUGIN.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                Path file = target.resolve(entry.getName()).normalize();
                boolean wanted = !NOT_THE_SUITE.contains(
                        Path.of(entry.getName()).getName(0).toString());
                if (wanted && !entry.isDirectory() && file.startsWith(target)) {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip.getInputStream(entry), file);
                }
            }
        }
    }

    /** Starts a client that runs these cases against the server at this port of this machine. */
    static Run start(String agent, int port, int number, List<String> cases) throws IOException {
        Path suite = unpacked(number);
        Path directory = Files.createDirectories(HOME.resolve("report-" + number));
        Files.deleteIfExists(directory.resolve("index.json"));
        Path specification = directory.resolve("specification.json");
        new ObjectMapper()
                .writeValue(
                        specification.toFile(),
                        Map.of(
                                "outdir",
                                directory.toString(),
                                "servers",
                                List.of(Map.of("agent", agent, "url", "ws://127.0.0.1:" + port)),
                                "cases",
                                cases,
                                "exclude-cases",
                                List.of(),
                                "exclude-agent-cases",
                                Map.of()));
        Path script = Path.of("src", "test", "resources", "e2e", "autobahn.py").toAbsolutePath();
        Process process = new ProcessBuilder(
                        ServerProcess.java(),
                        "-Dpython.cachedir.skip=true",
                        "-jar",
                        JYTHON.toString(),
                        script.toString(),
                        suite.toString(),
                        specification.toString())
                .redirectErrorStream(true)
                .redirectOutput(log(directory).toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new Run(process, directory);
    }

    private static Path log(Path directory) {
        return directory.resolve("client.log");
    }
}
