package dev.windsock.architecture.seeded.http;

import com.fasterxml.jackson.core.JsonFactory;

/** Knows what is in the bodies that it reads. */
public final class Breach {

    JsonFactory factory = new JsonFactory();
}
