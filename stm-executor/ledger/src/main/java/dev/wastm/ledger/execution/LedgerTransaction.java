package dev.wastm.ledger.execution;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.batch.ActorId;
import dev.wastm.ledger.batch.Call;
import dev.wastm.ledger.batch.Failure;
import dev.wastm.ledger.batch.FailureCode;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.SystemCall;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.execution.system.ActorRecord;
import dev.wastm.ledger.execution.system.SystemActor;
import dev.wastm.ledger.execution.trace.AccessTrace;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.module.Modules;
import dev.wastm.ledger.protocol.TransactionRules;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.ledger.text.Text;
import dev.wastm.stm.TransactionBody;
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
final class LedgerTransaction implements TransactionBody<StateKey, byte[], TransactionOutcome> {
  private static final byte[] INIT = Text.utf8("init");
  private static final byte[] SYSTEM = Text.utf8(ActorId.SYSTEM);

  private final Transaction.Sealed sealed;
  private final BatchContext batch;
  private final Modules modules;
  private final Optional<AccessTrace> trace;
  private final SenderCheck sender;

  /** Where the record of the called actor lies. */
  private final StateKey actorKey;

  LedgerTransaction(
      Transaction.Sealed sealed, BatchContext batch, Modules modules, Optional<AccessTrace> trace) {
    this.sealed = sealed;
    this.batch = batch;
    this.modules = modules;
    this.trace = trace;
    this.sender = new SenderCheck(sealed.transaction(), batch);
    this.actorKey = ActorRecord.key(sealed.transaction().actor());
  }

  @Override
  public TransactionOutcome execute(TransactionView<StateKey, byte[]> view) {
    TransactionOutcome outcome =
        trace.isPresent() ? executeOn(trace.get().watch(view)) : executeOn(view);
    Receipt receipt = outcome.receipt().receipt();
    long limit = sealed.transaction().fuelLimit();
    boolean isWithin = 0 <= receipt.fuelUsed() && receipt.fuelUsed() <= limit;
    if (receipt.index() != view.index() || (!isWithin && receipt.status() != Status.INVALID)) {
      throw new IllegalStateException("Transaction " + view.index()
          + " has a receipt that cannot be its own: " + receipt + ", with a fuel limit of " + limit
          + ".");
    }
    return outcome;
  }

  private TransactionOutcome executeOn(TransactionView<StateKey, byte[]> view) {
    Transaction transaction = sealed.transaction();
    TransactionRules rules = batch.protocol().transaction();
    long limit = transaction.fuelLimit();
    if (limit < 1 || limit > rules.fuelMax()) {
      return invalid(view, Failure.of(FailureCode.FUEL_OUT_OF_RANGE, limit, rules.fuelMax()));
    }
    boolean isSystem = sealed.call() instanceof SystemCall;
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
    if (sealed.call() instanceof SystemCall call) {
      return system(view, call, fuelSpent);
    }
    Optional<ActorRecord> actor = ActorRecord.find(view, actorKey);
    return actor.isPresent()
        ? run(view, actor.get().module(), GuestCall.of((Call.OfGuest) sealed.call()), fuelSpent)
        : invalid(view, Failure.of(FailureCode.NO_SUCH_ACTOR, transaction.actor()));
  }

  private TransactionOutcome system(
      TransactionView<StateKey, byte[]> view, SystemCall call, long fuelSpent) {
    TransactionRules rules = batch.protocol().transaction();
    SystemActor.Answer answer = new SystemActor(rules, batch.height(), batch.signaturesRequired())
        .answer(call, sealed.transaction().sender(), view);
    if (answer instanceof SystemActor.Answer.ToInitialize made) {
      return run(view, made.module(), init(made.deploy()), fuelSpent);
    } else if (answer instanceof SystemActor.Answer.Reverted reverted) {
      return failure(view, Status.REVERTED, reverted.failure(), fuelSpent, effects(view));
    } else if (answer instanceof SystemActor.Answer.Malformed) {
      return invalid(view, Failure.of(FailureCode.MALFORMED_SYSTEM_CALL));
    }
    return success(view, ByteString.EMPTY, fuelSpent, effects(view));
  }

  /** The first call to a new actor, whose caller is the system actor. */
  private GuestCall init(SystemCall.Deploy deploy) {
    return new GuestCall(
        Text.utf8(deploy.actor()),
        INIT,
        deploy.init().orElseThrow().toByteArray(),
        Text.utf8(sealed.transaction().sender()),
        SYSTEM);
  }

  /**
   * Runs a guest and makes its result the transaction's receipt.
   *
   * @param fuelSpent what the transaction has used before this call, at most its limit
   */
  private TransactionOutcome run(
      TransactionView<StateKey, byte[]> view, Digest module, GuestCall call, long fuelSpent) {
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

  private TransactionOutcome success(
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
    return new TransactionOutcome(receipt.seal(), effects.log());
  }

  private TransactionOutcome invalid(TransactionView<StateKey, byte[]> view, Failure failure) {
    return refused(view, Status.INVALID, failure, 0);
  }

  private TransactionOutcome refused(
      TransactionView<StateKey, byte[]> view, Status status, Failure failure, long fuelUsed) {
    view.rollbackTo(0);
    return failed(view, status, failure, fuelUsed, List.of());
  }

  private TransactionOutcome failure(
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

  private TransactionOutcome failed(
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
    return new TransactionOutcome(receipt.seal(), log);
  }
}
