package dev.wastm.stm;

import java.util.List;
import java.util.Map;

/**
 * What came out of a block.
 *
 * @param outcomes one a transaction, in order
 * @param writes what the last transaction to write a key did to it, for every written key; in no particular order
 * @param statistics how it was executed
 * @param conflicts the executions that were thrown away, where the executor keeps them; else none
 */
public record BlockResult<K, V, R>(
    List<Outcome<R>> outcomes,
    Map<K, Change<V>> writes,
    Statistics statistics,
    List<Conflict<K>> conflicts) {}
