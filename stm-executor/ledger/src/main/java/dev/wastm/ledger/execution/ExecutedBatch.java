package dev.wastm.ledger.execution;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateChange;
import dev.wastm.stm.Statistics;
import java.util.List;

/**
 * What came out of a batch.
 *
 * @param protocol by which it was executed
 * @param receiptBytes the receipts' canonical bytes, in order
 * @param changes in key order
 * @param state the state after the batch
 * @param statistics how the batch was executed; differs from run to run, and is part of no outcome
 */
public record ExecutedBatch(
    Batch batch,
    Protocol protocol,
    BatchHeader.Sealed header,
    List<Receipt> receipts,
    List<ByteString> receiptBytes,
    List<StateChange> changes,
    State state,
    Statistics statistics) {}
