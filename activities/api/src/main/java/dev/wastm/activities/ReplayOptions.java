package dev.wastm.activities;

/**
 * How a replay executes.
 *
 * @param engine {@code compiled} or {@code interpreter}
 * @param scheduler {@code parallel} or {@code sequential}
 */
public record ReplayOptions(String engine, String scheduler) {}
