package dev.windsock.architecture.seeded.cellar;

/** In a package that the table does not know. */
public final class Stranger {

    int depth = -1;
}
