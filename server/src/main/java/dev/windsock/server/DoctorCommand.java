package dev.windsock.server;

import dev.windsock.doctor.Doctor;
import dev.windsock.doctor.Report;
import dev.windsock.doctor.Target;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code windsock doctor URL}: tries every transport from here to a server, and says what is in the way. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Tries every transport from here to a server, and says what is in the way.",
        footer =
                "%nExit code: 0 where all is well, 1 where it works less well than it could, 2 where it does not work.")
final class DoctorCommand implements Callable<Integer> {
    private static final int HTTP_PORT = 80;
    private static final int MAX_PORT = 65_535;

    @Parameters(
            index = "0",
            paramLabel = "URL",
            description = "The server, such as http://localhost:8080 or https://example.com/windsock.")
    private String url = "";

    @Option(
            names = "--proxy",
            paramLabel = "HOST:PORT",
            description = "HTTP proxy to go through. Default: that of https_proxy or http_proxy, but for no_proxy.")
    private @Nullable String proxy;

    @Option(
            names = "--header",
            paramLabel = "NAME:VALUE",
            description = "Header for each request, such as credentials; never shown. Repeatable.")
    private List<String> headers = List.of();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(names = "--verbose", description = "Print what was seen also where all is well.")
    private boolean verbose;

    @Spec
    private @Nullable CommandSpec spec;

    private final Map<String, String> environment;

    DoctorCommand() {
        this(System.getenv());
    }

    DoctorCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        Doctor doctor;
        try {
            Target target = Target.parse(url);
            doctor = new Doctor(target, parsedHeaders(), proxy(target), progress(command.getErr()));
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(command, e.getMessage(), e);
        }
        Doctor.Examination examination = doctor.examine();
        clear(command.getErr());
        Report report = new Report(examination, isTerminal());
        if (json) {
            command.getOut().println(report.json());
        } else {
            report.lines(verbose).forEach(command.getOut()::println);
        }
        return examination.diagnosis().level();
    }

    /** Whether there are people who watch, and may be shown colours. */
    private static boolean isTerminal() {
        return CommandLine.Help.Ansi.AUTO.enabled();
    }

    private static IntConsumer progress(PrintWriter err) {
        if (!isTerminal()) {
            return done -> {};
        }
        return done -> {
            err.print("\rChecking the connection: " + "#".repeat(done) + ".".repeat(Math.max(0, Doctor.STEPS - done)));
            err.flush();
        };
    }

    private static void clear(PrintWriter err) {
        if (isTerminal()) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }

    private Map<String, String> parsedHeaders() {
        Map<String, String> parsed = new LinkedHashMap<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("--header is written NAME:VALUE");
            }
            String name = header.substring(0, colon).strip();
            String value = header.substring(colon + 1).strip();
            try {
                HttpRequest.newBuilder(URI.create("http://localhost")).header(name, value);
            } catch (IllegalArgumentException e) {
                // Its message has the value in it.
                throw new IllegalArgumentException(
                        "the header " + name + " cannot be set, or its value cannot be sent");
            }
            parsed.put(name, value);
        }
        return parsed;
    }

    private @Nullable InetSocketAddress proxy(Target target) {
        if (proxy != null) {
            return address(proxy, "--proxy");
        }
        String host = Objects.requireNonNull(target.url().getHost());
        if (isExempt(host, variable("no_proxy"))) {
            return null;
        }
        String name = target.url().getScheme() + "_proxy";
        String value = variable(name);
        return value.isEmpty() ? null : address(value, name);
    }

    private String variable(String name) {
        String value = environment.get(name);
        return Objects.requireNonNullElse(value == null ? environment.get(name.toUpperCase(Locale.ROOT)) : value, "");
    }

    /** Whether one of the names in the list is the host, or its domain. */
    static boolean isExempt(String host, String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .map(name -> name.startsWith(".") ? name.substring(1) : name)
                .filter(name -> !name.isEmpty())
                .anyMatch(name -> name.equals("*") || host.equals(name) || host.endsWith('.' + name));
    }

    private static InetSocketAddress address(String text, String source) {
        String plain = text.contains("://") ? text : "http://" + text;
        try {
            URI uri = URI.create(plain);
            int port = uri.getPort() < 0 ? HTTP_PORT : uri.getPort();
            if (uri.getHost() != null && port <= MAX_PORT) {
                return new InetSocketAddress(uri.getHost(), port);
            }
        } catch (IllegalArgumentException e) {
            // Told below; it may have a password in it, so it is not repeated.
        }
        throw new IllegalArgumentException(source + " must be HOST:PORT of an HTTP proxy");
    }
}
