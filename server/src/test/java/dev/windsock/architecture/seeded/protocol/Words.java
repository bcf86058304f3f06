package dev.windsock.architecture.seeded.protocol;

/** What others may use. */
public final class Words {

    public byte[] bytes = {};
}
