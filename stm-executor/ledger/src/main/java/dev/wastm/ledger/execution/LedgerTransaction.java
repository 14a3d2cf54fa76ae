package dev.wastm.ledger.execution;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.batch.ActorId;
import dev.wastm.ledger.batch.Failure;
import dev.wastm.ledger.batch.FailureCode;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.module.Modules;
import dev.wastm.ledger.protocol.TransactionRules;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.TransactionView;
import dev.wastm.wasm.abi.CallBudget;
import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.abi.GuestRules;
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
    Executed executed = trace.isPresent() ? executeOn(trace.get().watch(view)) : executeOn(view);
    Receipt receipt = executed.receipt();
    long limit = sealed.transaction().fuelLimit();
    boolean isWithin = 0 <= receipt.fuelUsed() && receipt.fuelUsed() <= limit;
    if (receipt.index() != view.index() || (!isWithin && receipt.status() != Status.INVALID)) {
      throw new IllegalStateException("Transaction " + view.index()
          + " has a receipt that cannot be its own: " + receipt + ", with a fuel limit of " + limit
          + ".");
    }
    return executed;
  }

  private Executed executeOn(TransactionView<StateKey, byte[]> view) {
    Transaction transaction = sealed.transaction();
    TransactionRules rules = batch.protocol().transaction();
    long limit = transaction.fuelLimit();
    if (limit < 1 || limit > rules.fuelMax()) {
      return invalid(view, Failure.of(FailureCode.FUEL_OUT_OF_RANGE, limit, rules.fuelMax()));
    }
    boolean isSystem = transaction.actor().equals(ActorId.SYSTEM);
    long fuelSpent = rules.fuel()
        + sealed.bytes().size() * rules.byteFuel()
        + (transaction.authorization().isPresent() ? rules.signatureFuel() : 0)
        + (isSystem ? rules.systemFuel() + transaction.args().size() * rules.systemByteFuel() : 0);
    if (fuelSpent + rules.trapFuel() > limit) {
      // Nobody has paid for looking whether the sender has signed it, so no nonce is used.
      return refused(view, Status.OUT_OF_FUEL, Failure.of(FailureCode.OUT_OF_FUEL, limit), limit);
    }
    Optional<Failure> refusal = sender.refusal(view);
    if (refusal.isPresent()) {
      return invalid(view, refusal.get());
    }
    sender.useNonce(view);
    if (isSystem) {
      return new SystemActor(this, view, batch, fuelSpent).execute(transaction);
    }
    Optional<ActorRecord> actor = ActorRecord.find(view, transaction.actor());
    return actor.isPresent()
        ? run(view, actor.get().module(), Call.of(transaction), fuelSpent)
        : invalid(view, Failure.of(FailureCode.NO_SUCH_ACTOR, transaction.actor()));
  }

  /**
   * Runs a guest and makes its result the transaction's receipt.
   *
   * @param fuelSpent what the transaction has used before this call, at most its limit
   */
  Executed run(TransactionView<StateKey, byte[]> view, Digest module, Call call, long fuelSpent) {
    TransactionEffects effects = effects(view);
    GuestRules guest = batch.protocol().guest();
    CallBudget budget =
        CallBudget.ofTransaction(sealed.transaction().fuelLimit() - fuelSpent, guest.calls());
    GuestResult result = modules
        .executable(module, guest)
        .execute(
            call.method(), call.args(), budget, new GuestHost(view, batch, modules, call, effects));
    long fuelUsed = fuelSpent + result.fuelUsed();
    if (result instanceof GuestResult.Success success) {
      return success(view, ByteString.copyFrom(success.output()), fuelUsed, effects);
    } else if (result instanceof GuestResult.Reverted reverted) {
      Failure failure = Failure.of(FailureCode.REVERT, reverted.message());
      return failure(view, Status.REVERTED, failure, fuelUsed, effects);
    } else if (result instanceof GuestResult.Trapped trapped) {
      Failure failure = Failure.of(trapped.trap(), trapped.place(), module);
      return failure(view, Status.TRAPPED, failure, fuelUsed, effects);
    } else if (result instanceof GuestResult.OutOfFuel) {
      long limit = sealed.transaction().fuelLimit();
      Failure failure = Failure.of(FailureCode.OUT_OF_FUEL, limit);
      return failure(view, Status.OUT_OF_FUEL, failure, limit, effects);
    }
    throw new IllegalStateException("The guest of a transaction was not begun: " + result);
  }

  private TransactionEffects effects(TransactionView<StateKey, byte[]> view) {
    return new TransactionEffects(
        trace.map(told -> access -> told.note(view.index(), access)),
        batch.logRoom(),
        new BatchRoom(view, batch.protocol().batch()));
  }

  private Executed success(
      TransactionView<StateKey, byte[]> view,
      ByteString output,
      long fuelUsed,
      TransactionEffects effects) {
    Digest writes = WritesDigest.of(view);
    long bytes = effects.room().bytesLeft(output, effects.events());
    if (!effects.room().takeBytes(bytes)) {
      long limit = batch.protocol().batch().leftBytes();
      return failure(
          view,
          Status.TRAPPED,
          Failure.of(FailureCode.BATCH_BYTES, bytes, limit),
          sealed.transaction().fuelLimit(),
          effects);
    }
    Receipt receipt = new Receipt(
        view.index(),
        sealed.hash(),
        Status.SUCCESS,
        output,
        fuelUsed,
        effects.events(),
        writes,
        Optional.empty());
    return Executed.of(receipt, effects.log());
  }

  /** For transactions that run no guest. */
  Executed success(TransactionView<StateKey, byte[]> view, long fuelUsed) {
    return success(view, ByteString.EMPTY, fuelUsed, effects(view));
  }

  /** For transactions that run no guest. */
  Executed reverted(TransactionView<StateKey, byte[]> view, Failure failure, long fuelUsed) {
    return failure(view, Status.REVERTED, failure, fuelUsed, effects(view));
  }

  Executed invalid(TransactionView<StateKey, byte[]> view, Failure failure) {
    return refused(view, Status.INVALID, failure, 0);
  }

  private Executed refused(
      TransactionView<StateKey, byte[]> view, Status status, Failure failure, long fuelUsed) {
    view.rollbackTo(0);
    return failed(view, status, failure, fuelUsed, List.of());
  }

  private Executed failure(
      TransactionView<StateKey, byte[]> view,
      Status status,
      Failure failure,
      long fuelUsed,
      TransactionEffects effects) {
    view.rollbackTo(0);
    effects.room().keepKeys(0);
    sender.useNonce(view);
    return failed(view, status, failure, fuelUsed, effects.log());
  }

  private Executed failed(
      TransactionView<StateKey, byte[]> view,
      Status status,
      Failure failure,
      long fuelUsed,
      List<LogLine> log) {
    Receipt receipt = new Receipt(
        view.index(),
        sealed.hash(),
        status,
        ByteString.EMPTY,
        fuelUsed,
        List.of(),
        WritesDigest.of(view),
        Optional.of(failure));
    return Executed.of(receipt, log);
  }
}
