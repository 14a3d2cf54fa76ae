package dev.wastm.activities;

/** Heights, both ends included. */
public record HeightRange(long from, long to) {}
