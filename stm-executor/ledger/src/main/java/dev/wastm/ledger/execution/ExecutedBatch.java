package dev.wastm.ledger.execution;

import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.state.State;
import dev.wastm.stm.Statistics;

/**
 * A batch that this process has just executed.
 *
 * @param protocol by which it was executed
 * @param state the state after the batch
 * @param statistics how the batch was executed; differs from run to run, and is part of no outcome
 */
public record ExecutedBatch(
    BatchOutcome outcome, Protocol protocol, State state, Statistics statistics) {}
