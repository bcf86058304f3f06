package dev.windsock.channel;

/** Who may publish to a channel. */
public enum Publishers {
    /** Clients, and backends by REST. */
    ALL,
    /** Backends by REST only. */
    SERVER
}
