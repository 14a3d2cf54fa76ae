package dev.wastm.ledger.execution;

import dev.wastm.ledger.batch.ActorId;
import dev.wastm.ledger.batch.Failure;
import dev.wastm.ledger.batch.FailureCode;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.batch.SystemCall;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.TransactionView;
import java.util.Optional;

/**
 * The built-in actor {@code system}: {@code deploy} makes an actor from a module and, where {@code init} is given, calls the new actor's
 * method {@code init} with it; {@code upgrade} gives an actor another module and keeps its state; {@code requireSignatures} makes a ledger
 * demand signed transactions; {@code moveToEpoch} moves it to a later protocol epoch. Its own state is the list of actors, the senders' nonces,
 * that demand, and the epoch.
 */
final class SystemActor {
  private static final byte[] INIT = Call.utf8("init");
  private static final byte[] SYSTEM = Call.utf8(ActorId.SYSTEM);

  private final LedgerTransaction transaction;
  private final TransactionView<StateKey, byte[]> view;
  private final BatchContext batch;
  private final long fuelSpent;

  /** @param fuelSpent what the transaction has used, this call included */
  SystemActor(
      LedgerTransaction transaction,
      TransactionView<StateKey, byte[]> view,
      BatchContext batch,
      long fuelSpent) {
    this.transaction = transaction;
    this.view = view;
    this.batch = batch;
    this.fuelSpent = fuelSpent;
  }

  Executed execute(Transaction call) {
    SystemCall parsed;
    try {
      parsed = SystemCall.parse(call);
    } catch (InvalidTransactionsException e) {
      return malformed();
    }
    if (parsed instanceof SystemCall.RequireSignatures) {
      return SignaturePolicy.require(view, batch, call.sender())
          ? transaction.success(view, fuelSpent)
          : reverted(FailureCode.SIGNATURES_TOO_LATE);
    } else if (parsed instanceof SystemCall.MoveToEpoch move) {
      return moveToEpoch(move, call);
    }
    SystemCall.OfModule ofModule = (SystemCall.OfModule) parsed;
    Optional<Digest> module = ofModule.moduleDigest();
    boolean isNamed = ActorId.isValid(ofModule.actor(), batch.protocol().transaction());
    if (module.isEmpty() || !isNamed) {
      return malformed();
    }
    return ofModule instanceof SystemCall.Deploy deploy
        ? deploy(deploy, module.get(), call)
        : upgrade(ofModule.actor(), module.get(), call);
  }

  private Executed deploy(SystemCall.Deploy deploy, Digest module, Transaction call) {
    String actor = deploy.actor();
    StateKey key = ActorRecord.key(actor);
    if (actor.equals(ActorId.SYSTEM) || view.exists(key)) {
      return reverted(FailureCode.ACTOR_EXISTS, actor);
    }
    view.write(key, new ActorRecord(module, call.sender()).encode());
    if (deploy.init().isEmpty()) {
      return transaction.success(view, fuelSpent);
    }
    byte[] init = deploy.init().get().toByteArray();
    Call initCall = new Call(Call.utf8(actor), INIT, init, Call.utf8(call.sender()), SYSTEM);
    return transaction.run(view, module, initCall, fuelSpent);
  }

  private Executed upgrade(String actor, Digest module, Transaction call) {
    Optional<ActorRecord> record = ActorRecord.find(view, actor);
    if (record.isEmpty()) {
      return reverted(FailureCode.NO_ACTOR_TO_UPGRADE, actor);
    }
    String owner = record.get().owner();
    if (!owner.equals(call.sender())) {
      return reverted(FailureCode.NOT_THE_OWNER, actor, owner);
    }
    view.write(ActorRecord.key(actor), new ActorRecord(module, owner).encode());
    return transaction.success(view, fuelSpent);
  }

  /** Where a ledger demands signatures, its founder alone may move it; elsewhere, no sender is more than a name. */
  private Executed moveToEpoch(SystemCall.MoveToEpoch move, Transaction call) {
    Optional<String> founder = SignaturePolicy.founder(view);
    if (founder.isPresent() && !founder.get().equals(call.sender())) {
      return reverted(FailureCode.NOT_THE_FOUNDER, founder.get());
    }
    LedgerEpoch known = LedgerEpoch.of(view);
    int current = known.at(batch.height());
    long height = move.height().orElse(batch.height() + 1);
    if (known.height() > batch.height()) {
      return reverted(FailureCode.EPOCH_MOVE_PENDING, known.height());
    } else if (move.epoch() <= current) {
      return reverted(FailureCode.EPOCH_NOT_LATER, move.epoch(), current);
    } else if (height <= batch.height()) {
      return reverted(FailureCode.HEIGHT_NOT_LATER, height, batch.height());
    }
    new LedgerEpoch(current, move.epoch(), height).write(view);
    return transaction.success(view, fuelSpent);
  }

  private Executed malformed() {
    return transaction.invalid(view, Failure.of(FailureCode.MALFORMED_SYSTEM_CALL));
  }

  private Executed reverted(FailureCode code, Object... arguments) {
    return transaction.reverted(view, Failure.of(code, arguments), fuelSpent);
  }
}
