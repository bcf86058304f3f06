package dev.windsock.architecture;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One row of the table of who may use whom.
 *
 * @param name the package below the root, with all that is below it
 * @param rooms the other rooms that it may use
 * @param libraries what else it may use, besides the JDK and the annotations of JSpecify
 */
record Room(String name, Set<String> rooms, Set<String> libraries) {

    private static final String ATMOSPHERE = "org.atmosphere..";
    private static final String INJECT = "jakarta.inject..";
    private static final String JACKSON = "com.fasterxml.jackson..";
    private static final String JAX_RS = "jakarta.ws.rs..";
    private static final String JERSEY = "org.glassfish.jersey..";
    private static final String PICOCLI = "picocli..";
    private static final String PROMETHEUS = "io.prometheus..";
    private static final String SERVLET = "jakarta.servlet..";
    private static final String SQLITE = "org.sqlite..";
    private static final String NETWORKS = "org.wildfly.common.net..";
    private static final String UNDERTOW = "io.undertow..";
    private static final String XNIO = "org.xnio..";

    /** The table, from the ground up. ARCHITECTURE.md says why. */
    static final List<Room> TABLE = List.of(
            room("protocol").libraries(JACKSON),
            room("websocket"),
            room("http").libraries(UNDERTOW, XNIO),
            room("counts", "protocol"),
            room("engine", "protocol").libraries(SQLITE),
            room("channel", "engine", "counts", "protocol"),
            room("presence", "channel", "engine", "counts", "protocol"),
            room("connection", "presence", "channel", "engine", "counts", "protocol"),
            room("transport", "connection", "presence", "channel", "engine", "counts", "protocol", "websocket", "http")
                    .libraries(ATMOSPHERE, NETWORKS, SERVLET, UNDERTOW, XNIO),
            room("rest", "presence", "channel", "engine", "counts", "protocol", "http")
                    .libraries(INJECT, JACKSON, JAX_RS, JERSEY, UNDERTOW, XNIO),
            room("metrics", "channel", "engine", "counts", "protocol").libraries(PROMETHEUS),
            // The command line's doctor stands outside of the server that it examines, and knows its wire only.
            room("doctor", "protocol").libraries(JACKSON),
            room(
                            "server",
                            "doctor",
                            "metrics",
                            "rest",
                            "transport",
                            "connection",
                            "presence",
                            "channel",
                            "engine",
                            "counts",
                            "protocol",
                            "websocket",
                            "http")
                    .libraries(JACKSON, PICOCLI, UNDERTOW, XNIO));

    private static Room room(String name, String... rooms) {
        return new Room(name, Set.of(rooms), Set.of());
    }

    private Room libraries(String... libraries) {
        return new Room(name, rooms, Set.of(libraries));
    }

    /** Where the room is, as a pattern of ArchUnit's. */
    String packages(String root) {
        return root + "." + name + "..";
    }

    /** Everything that the room may use, as patterns of ArchUnit's. */
    String[] mayUse(String root) {
        return Stream.of(
                        Stream.of("java..", "javax..", "org.jspecify.annotations", packages(root)),
                        rooms.stream().map(room -> root + "." + room + ".."),
                        libraries.stream())
                .flatMap(patterns -> patterns)
                .toArray(String[]::new);
    }

    @Override
    public String toString() {
        return name;
    }
}
