package dev.wastm.stm;

/**
 * One execution that was thrown away. It says how a block was executed, and nothing about its outcome.
 *
 * @param aborted the transaction whose execution it was
 * @param by the lower transaction that wrote what it had read, or that it would have had to wait for
 * @param key where
 */
public record Conflict<K>(int aborted, int by, K key) {}
