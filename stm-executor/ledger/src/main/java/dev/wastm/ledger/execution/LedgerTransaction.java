package dev.wastm.ledger.execution;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.batch.ActorId;
import dev.wastm.ledger.batch.Limits;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.module.Modules;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.TransactionView;
import dev.wastm.wasm.CallBudget;
import dev.wastm.wasm.GuestResult;
import java.util.List;
import java.util.Optional;

/**
 * One transaction as Block-STM runs it: perhaps several times, on several threads, each time over a view of its own. It keeps nothing
 * between executions but whether its signature holds.
 */
final class LedgerTransaction implements dev.wastm.stm.Transaction<StateKey, byte[], Executed> {
  private final Transaction.Sealed sealed;
  private final BatchContext batch;
  private final Modules modules;
  private final Optional<AccessTrace> trace;
  private final SenderCheck sender;

  LedgerTransaction(
      Transaction.Sealed sealed, BatchContext batch, Modules modules, Optional<AccessTrace> trace) {
    this.sealed = sealed;
    this.batch = batch;
    this.modules = modules;
    this.trace = trace;
    this.sender = new SenderCheck(sealed.transaction(), batch);
  }

  @Override
  public Executed execute(TransactionView<StateKey, byte[]> view) {
    return trace.isPresent() ? executeOn(trace.get().watch(view)) : executeOn(view);
  }

  private Executed executeOn(TransactionView<StateKey, byte[]> view) {
    Transaction transaction = sealed.transaction();
    if (transaction.fuelLimit() < 1 || transaction.fuelLimit() > Limits.FUEL_MAX) {
      return invalid(
          view,
          "The fuel limit is " + transaction.fuelLimit() + "; it must be 1 to " + Limits.FUEL_MAX
              + ".");
    }
    Optional<String> refusal = sender.refusal(view);
    if (refusal.isPresent()) {
      return invalid(view, refusal.get());
    }
    sender.useNonce(view);
    if (transaction.actor().equals(ActorId.SYSTEM)) {
      return new SystemActor(this, view, batch).execute(transaction);
    }
    Optional<ActorRecord> actor = ActorRecord.find(view, transaction.actor());
    return actor.isPresent()
        ? run(view, actor.get().module(), Call.of(transaction), 0)
        : invalid(view, "There is no actor \"" + transaction.actor() + "\".");
  }

  /**
   * Runs a guest and makes its result the transaction's receipt.
   *
   * @param fuelSpent what the transaction has used before this call, at most its limit
   */
  Executed run(TransactionView<StateKey, byte[]> view, Digest module, Call call, long fuelSpent) {
    TransactionEffects effects = new TransactionEffects(
        trace.map(told -> access -> told.note(view.index(), access)), batch.logRoom());
    CallBudget budget = CallBudget.ofTransaction(sealed.transaction().fuelLimit() - fuelSpent);
    GuestResult result = modules
        .executable(module)
        .execute(
            call.method(), call.args(), budget, new GuestHost(view, batch, modules, call, effects));
    long fuelUsed = fuelSpent + result.fuelUsed();
    if (result instanceof GuestResult.Success success) {
      return success(view, ByteString.copyFrom(success.output()), fuelUsed, effects);
    } else if (result instanceof GuestResult.Reverted reverted) {
      return failure(view, Status.REVERTED, reverted.message(), fuelUsed, effects.log());
    } else if (result instanceof GuestResult.Trapped trapped) {
      return failure(view, Status.TRAPPED, trapped.message(), fuelUsed, effects.log());
    }
    return outOfFuel(view, effects.log());
  }

  private Executed success(
      TransactionView<StateKey, byte[]> view,
      ByteString output,
      long fuelUsed,
      TransactionEffects effects) {
    Digest writes = WritesDigest.of(view);
    long bytes = BatchRoom.bytes(view, output, effects.events());
    if (!BatchRoom.take(view, bytes)) {
      return failure(
          view, Status.TRAPPED, noRoom(bytes), sealed.transaction().fuelLimit(), effects.log());
    }
    Receipt receipt = new Receipt(
        view.index(),
        sealed.hash(),
        Status.SUCCESS,
        output,
        fuelUsed,
        effects.events(),
        writes,
        "");
    return Executed.of(receipt, effects.log());
  }

  private static String noRoom(long bytes) {
    return "The batch has no room left for the " + bytes
        + " bytes that this transaction writes, emits and returns: all of its transactions of more than "
        + Limits.SMALL_TRANSACTION_BYTES + " bytes may leave " + Limits.BATCH_BYTES_MAX
        + " together.";
  }

  Executed success(TransactionView<StateKey, byte[]> view, long fuelUsed) {
    return success(
        view,
        ByteString.EMPTY,
        fuelUsed,
        new TransactionEffects(Optional.empty(), batch.logRoom()));
  }

  Executed outOfFuel(TransactionView<StateKey, byte[]> view, List<LogLine> log) {
    long limit = sealed.transaction().fuelLimit();
    return failure(
        view,
        Status.OUT_OF_FUEL,
        "The transaction used up its " + limit + " units of fuel.",
        limit,
        log);
  }

  Executed invalid(TransactionView<StateKey, byte[]> view, String error) {
    return failure(view, Status.INVALID, error, 0, List.of());
  }

  Executed failure(
      TransactionView<StateKey, byte[]> view,
      Status status,
      String error,
      long fuelUsed,
      List<LogLine> log) {
    view.rollbackTo(0);
    if (status != Status.INVALID) {
      sender.useNonce(view);
    }
    Receipt receipt = new Receipt(
        view.index(),
        sealed.hash(),
        status,
        ByteString.EMPTY,
        fuelUsed,
        List.of(),
        WritesDigest.of(view),
        error);
    return Executed.of(receipt, log);
  }
}
