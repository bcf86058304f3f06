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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code windsock doctor URL}: tries every transport from here to a server, and says what is in the way. */
final class DoctorCommand implements Callable<Integer> {
    private static final int HTTP_PORT = 80;
    private static final int MAX_PORT = 65_535;

    private final CommandSpec spec = Options.command(
            "doctor",
            this,
            "Tries every transport from here to a server, and says what is in the way.",
            "%nExit code: 0 where all is well, 1 where it works less well than it could, 2 where it does not work.");

    private final Map<String, String> environment;

    DoctorCommand() {
        this(System.getenv());
    }

    DoctorCommand(Map<String, String> environment) {
        this.environment = environment;
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .paramLabel("URL")
                .type(String.class)
                .required(true)
                .description("The server, such as http://localhost:8080 or https://example.com/windsock.")
                .build());
        spec.addOption(Options.option(
                        "--proxy",
                        "HOST:PORT",
                        "HTTP proxy to go through. Default: that of https_proxy or http_proxy, but for no_proxy.")
                .type(String.class)
                .build());
        spec.addOption(Options.list(
                "--header",
                "NAME:VALUE",
                "",
                "Header for each request, such as credentials; never shown. Repeatable."));
        spec.addOption(Options.flag("--json", "Print one JSON object."));
        spec.addOption(Options.flag("--verbose", "Print what was seen also where all is well."));
        Options.addHelp(spec);
    }

    CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() throws InterruptedException {
        CommandLine command = spec.commandLine();
        ParseResult given = command.getParseResult();
        Doctor doctor;
        try {
            Target target = Target.parse(given.matchedPositionalValue(0, ""));
            doctor = new Doctor(target, headers(given), proxy(given, target), progress(command.getErr()));
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(command, e.getMessage(), e);
        }
        Doctor.Examination examination = doctor.examine();
        clear(command.getErr());
        Report report = new Report(examination, isTerminal());
        if (given.hasMatchedOption("--json")) {
            command.getOut().println(report.json());
        } else {
            report.lines(given.hasMatchedOption("--verbose")).forEach(command.getOut()::println);
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

    private static Map<String, String> headers(ParseResult given) {
        Map<String, String> parsed = new LinkedHashMap<>();
        for (String header : given.matchedOptionValue("--header", List.<String>of())) {
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

    private @Nullable InetSocketAddress proxy(ParseResult given, Target target) {
        String proxy = given.matchedOptionValue("--proxy", null);
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
