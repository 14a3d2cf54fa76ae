package dev.wastm.ledger.execution.system;

import dev.wastm.ledger.batch.ActorId;
import dev.wastm.ledger.batch.Failure;
import dev.wastm.ledger.batch.FailureCode;
import dev.wastm.ledger.batch.SystemCall;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.protocol.TransactionRules;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.TransactionView;
import java.util.Optional;

/**
 * The built-in actor {@code system}: {@code deploy} makes an actor from a module and, where {@code init} is given, has the new actor's
 * method {@code init} called with it; {@code upgrade} gives an actor another module and keeps its state; {@code requireSignatures} makes a
 * ledger demand signed transactions; {@code moveToEpoch} moves it to a later protocol epoch. Its own state is the list of actors, the senders'
 * nonces, that demand, and the epoch. Of one batch; immutable.
 *
 * @param rules of the epoch of the batch's height
 * @param height the batch's
 * @param signaturesRequired whether the state before the batch demands signatures
 */
public record SystemActor(TransactionRules rules, long height, boolean signaturesRequired) {

  /** What a call comes to. What it writes it has written to the view; where it fails, the caller takes that back. */
  public sealed interface Answer {
    record Done() implements Answer {}

    /** The actor is made, and the call succeeds where the first call to it does. */
    record ToInitialize(SystemCall.Deploy deploy, Digest module) implements Answer {}

    record Reverted(Failure failure) implements Answer {}

    record Malformed() implements Answer {}
  }

  public Answer answer(SystemCall call, String sender, TransactionView<StateKey, byte[]> view) {
    if (call instanceof SystemCall.RequireSignatures) {
      return SignaturePolicy.require(view, height, signaturesRequired, sender)
          ? new Answer.Done()
          : reverted(FailureCode.SIGNATURES_TOO_LATE);
    } else if (call instanceof SystemCall.MoveToEpoch move) {
      return moveToEpoch(move, sender, view);
    } else if (call instanceof SystemCall.OfModule ofModule
        && ofModule.module().digest().isPresent()
        && ActorId.isValid(ofModule.actor(), rules)) {
      Digest module = ofModule.module().digest().get();
      return ofModule instanceof SystemCall.Deploy deploy
          ? deploy(deploy, module, sender, view)
          : upgrade(ofModule.actor(), module, sender, view);
    }
    return new Answer.Malformed();
  }

  private static Answer deploy(
      SystemCall.Deploy deploy,
      Digest module,
      String sender,
      TransactionView<StateKey, byte[]> view) {
    String actor = deploy.actor();
    StateKey key = ActorRecord.key(actor);
    if (actor.equals(ActorId.SYSTEM) || view.exists(key)) {
      return reverted(FailureCode.ACTOR_EXISTS, actor);
    }
    view.write(key, new ActorRecord(module, sender).encode());
    return deploy.init().isPresent() ? new Answer.ToInitialize(deploy, module) : new Answer.Done();
  }

  private static Answer upgrade(
      String actor, Digest module, String sender, TransactionView<StateKey, byte[]> view) {
    StateKey key = ActorRecord.key(actor);
    Optional<ActorRecord> record = ActorRecord.find(view, key);
    if (record.isEmpty()) {
      return reverted(FailureCode.NO_ACTOR_TO_UPGRADE, actor);
    }
    String owner = record.get().owner();
    if (!owner.equals(sender)) {
      return reverted(FailureCode.NOT_THE_OWNER, actor, owner);
    }
    view.write(key, new ActorRecord(module, owner).encode());
    return new Answer.Done();
  }

  /** Where a ledger demands signatures, its founder alone may move it; elsewhere, no sender is more than a name. */
  private Answer moveToEpoch(
      SystemCall.MoveToEpoch move, String sender, TransactionView<StateKey, byte[]> view) {
    Optional<String> founder = SignaturePolicy.founder(view);
    if (founder.isPresent() && !founder.get().equals(sender)) {
      return reverted(FailureCode.NOT_THE_FOUNDER, founder.get());
    }
    LedgerEpoch known = LedgerEpoch.of(view);
    int current = known.at(height);
    long from = move.height().orElse(height + 1);
    if (known.height() > height) {
      return reverted(FailureCode.EPOCH_MOVE_PENDING, known.height());
    } else if (move.epoch() <= current) {
      return reverted(FailureCode.EPOCH_NOT_LATER, move.epoch(), current);
    } else if (from <= height) {
      return reverted(FailureCode.HEIGHT_NOT_LATER, from, height);
    }
    new LedgerEpoch(current, move.epoch(), from).write(view);
    return new Answer.Done();
  }

  private static Answer reverted(FailureCode code, Object... arguments) {
    return new Answer.Reverted(Failure.of(code, arguments));
  }
}
