package dev.wastm.activities;

/** One batch to execute. */
public record ExecuteBatch(String ledger, BatchSlot slot, Submission submission) {}
