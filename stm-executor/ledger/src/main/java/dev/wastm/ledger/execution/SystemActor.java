package dev.wastm.ledger.execution;

import dev.wastm.ledger.batch.ActorId;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.SystemCall;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.TransactionView;
import java.util.List;
import java.util.Optional;

/**
 * The built-in actor {@code system}: {@code deploy} makes an actor from a module and, where {@code init} is given, calls the new actor's
 * method {@code init} with it; {@code upgrade} gives an actor another module and keeps its state; {@code requireSignatures} makes a ledger
 * demand signed transactions. Its own state is the list of actors, the senders' nonces, and that demand.
 */
final class SystemActor {
  /** What deploy and upgrade cost beside the guest's own fuel: the price of a record written, rounded up. */
  static final long FUEL = 10_000;

  private static final byte[] INIT = Call.utf8("init");
  private static final byte[] SYSTEM = Call.utf8(ActorId.SYSTEM);

  private final LedgerTransaction transaction;
  private final TransactionView<StateKey, byte[]> view;
  private final BatchContext batch;

  SystemActor(
      LedgerTransaction transaction, TransactionView<StateKey, byte[]> view, BatchContext batch) {
    this.transaction = transaction;
    this.view = view;
    this.batch = batch;
  }

  Executed execute(Transaction call) {
    return call.method().equals(SystemCall.REQUIRE_SIGNATURES)
        ? requireSignatures(call)
        : deployOrUpgrade(call);
  }

  private Executed requireSignatures(Transaction call) {
    if (call.fuelLimit() < FUEL) {
      return transaction.outOfFuel(view, List.of());
    }
    return SignaturePolicy.require(view, batch)
        ? transaction.success(view, FUEL)
        : reverted(
            "A ledger demands signatures from its beginning: only its first transaction can ask for it.");
  }

  private Executed deployOrUpgrade(Transaction call) {
    SystemCall parsed;
    try {
      parsed = SystemCall.parse(call);
    } catch (InvalidTransactionsException e) {
      return transaction.invalid(view, String.valueOf(e.getMessage()));
    }
    Optional<Digest> module = parsed.moduleDigest();
    if (module.isEmpty()) {
      return transaction.invalid(
          view,
          "The module \"" + parsed.module()
              + "\" is not a digest: a tag is resolved before a batch is sealed.");
    }
    if (call.fuelLimit() < FUEL) {
      return transaction.outOfFuel(view, List.of());
    }
    return parsed instanceof SystemCall.Deploy deploy
        ? deploy(deploy, module.get(), call)
        : upgrade(parsed.actor(), module.get(), call);
  }

  private Executed deploy(SystemCall.Deploy deploy, Digest module, Transaction call) {
    String actor = deploy.actor();
    StateKey key = ActorRecord.key(actor);
    if (actor.equals(ActorId.SYSTEM) || view.exists(key)) {
      return reverted("The actor \"" + actor + "\" exists already.");
    }
    view.write(key, new ActorRecord(module, call.sender()).encode());
    if (deploy.init().isEmpty()) {
      return transaction.success(view, FUEL);
    }
    byte[] init = deploy.init().get().toByteArray();
    Call initCall = new Call(Call.utf8(actor), INIT, init, Call.utf8(call.sender()), SYSTEM);
    return transaction.run(view, module, initCall, FUEL);
  }

  private Executed upgrade(String actor, Digest module, Transaction call) {
    Optional<ActorRecord> record = ActorRecord.find(view, actor);
    if (record.isEmpty()) {
      return reverted("There is no actor \"" + actor + "\" to upgrade.");
    }
    String owner = record.get().owner();
    if (!owner.equals(call.sender())) {
      return reverted(
          "Only \"" + owner + "\", who deployed the actor \"" + actor + "\", may upgrade it.");
    }
    view.write(ActorRecord.key(actor), new ActorRecord(module, owner).encode());
    return transaction.success(view, FUEL);
  }

  private Executed reverted(String error) {
    return transaction.failure(view, Status.REVERTED, error, FUEL, List.of());
  }
}
