package dev.wastm.workflows;

/** How far a verification is, in heights. */
public record VerificationProgress(long verified, long total) {}
