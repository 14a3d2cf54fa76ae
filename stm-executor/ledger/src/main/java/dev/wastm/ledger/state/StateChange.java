package dev.wastm.ledger.state;

import dev.wastm.stm.Change;

/**
 * What a batch did to one key.
 *
 * @param change the value it has now, or that it is gone; the bytes must not be modified
 */
public record StateChange(StateKey key, Change<byte[]> change) {}
