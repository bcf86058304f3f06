package dev.windsock.protocol;

/**
 * One frame of the server's, but for publications, which have a form of their own.
 *
 * @param kind the member that names it
 * @param json the whole frame on one line; must not be changed
 */
public record Frame(String kind, byte[] json) {}
