package dev.windsock.architecture.seeded.counts;

import com.fasterxml.jackson.core.JsonFactory;

/** Writes what it has counted by itself. */
public final class Breach {

    JsonFactory factory = new JsonFactory();
}
