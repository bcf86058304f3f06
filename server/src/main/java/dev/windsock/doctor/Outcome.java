package dev.windsock.doctor;

import java.util.List;

/**
 * What came of one check.
 *
 * @param check its name in the words
 * @param evidence what was seen, a line each
 */
record Outcome(String check, Found found, List<String> evidence) {}
