package dev.windsock.bench.report;

import dev.windsock.bench.server.ProcessFigures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The machine and the versions, as pairs of a name and a value. */
public final class Machine {
    private Machine() {}

    /**
     * Returns them.
     *
     * @param flags that the JVMs of the contestants get
     * @param libraries the contestants that are libraries, with their versions
     */
    public static Map<String, String> describe(List<String> flags, List<String> libraries) {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        machine.put("processor", cores() + " x " + field("/proc/cpuinfo", "model name"));
        machine.put("memory", field("/proc/meminfo", "MemTotal"));
        machine.put("system", field("/etc/os-release", "PRETTY_NAME") + ", Linux " + System.getProperty("os.version"));
        machine.put("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        machine.put("flags of the JVMs", String.join(" ", flags));
        machine.put("from Debian", packages());
        machine.put("Node", optional("node", "--version"));
        machine.put("from npm and Maven Central", String.join(", ", libraries));
        machine.put("open files a process may have", optional("sh", "-c", "ulimit -n"));
        machine.put(
                "load average at the end",
                String.join(" ", firstLine("/proc/loadavg").split(" ", 4)).trim());
        return machine;
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static String packages() {
        return optional("dpkg-query", "-W", "-f", "${Package} ${Version} ", "nginx", "libnginx-mod-nchan", "mosquitto");
    }

    private static String optional(String... command) {
        try {
            return ProcessFigures.run(command);
        } catch (RuntimeException e) {
            return "none";
        }
    }

    private static String field(String file, String name) {
        return read(
                file,
                lines -> lines.filter(line -> line.startsWith(name))
                        .map(line -> line.replaceFirst("^[^:=]*[:=]", "")
                                .replace("\"", "")
                                .strip())
                        .findFirst()
                        .orElse("unknown"));
    }

    private static String firstLine(String file) {
        return read(file, lines -> lines.findFirst().orElse(""));
    }

    private static String read(String file, Function<Stream<String>, String> reading) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return reading.apply(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
