package dev.windsock.architecture.seeded.transport;

import com.fasterxml.jackson.core.JsonFactory;

/** Decodes for itself. */
public final class Breach {

    JsonFactory factory = new JsonFactory();
}
