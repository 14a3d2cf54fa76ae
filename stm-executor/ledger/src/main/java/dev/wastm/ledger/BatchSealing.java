package dev.wastm.ledger;

import dev.wastm.ledger.batch.ActorId;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.batch.SystemCall;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.batch.TransactionsFile;
import dev.wastm.ledger.execution.ActorRecord;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.protocol.Protocols;
import dev.wastm.ledger.protocol.TransactionRules;
import dev.wastm.ledger.state.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns submitted lines into the transactions of a batch: each calls an actor that exists or that an earlier line deploys, and each module
 * is named by its digest and is in the store. So a typing error is refused before anything runs, and a batch names nothing that could
 * change its meaning later. Thread-safe.
 */
final class BatchSealing {
  private static final byte[] ABSENT = new byte[0];

  private final ModuleStore modules;
  private final Protocols protocols;

  /** @param protocols those that are known here: a ledger is moved to no other */
  BatchSealing(ModuleStore modules, Protocols protocols) {
    this.modules = modules;
    this.protocols = protocols;
  }

  /** @param rules of the epoch in which the batch is to be executed */
  List<Transaction.Sealed> seal(
      String source, List<TransactionsFile.Line> lines, State state, TransactionRules rules)
      throws InvalidTransactionsException {
    Set<String> known = new HashSet<>();
    Map<String, Digest> resolved = new HashMap<>();
    List<Transaction.Sealed> sealed = new ArrayList<>(lines.size());
    for (TransactionsFile.Line line : lines) {
      try {
        sealed.add(resolve(line.transaction(), state, rules, known, resolved).seal());
      } catch (InvalidTransactionsException e) {
        throw new InvalidTransactionsException(source + ":" + line.line() + ": " + e.getMessage());
      }
    }
    return sealed;
  }

  private Transaction resolve(
      Transaction transaction,
      State state,
      TransactionRules rules,
      Set<String> known,
      Map<String, Digest> resolved)
      throws InvalidTransactionsException {
    if (!transaction.actor().equals(ActorId.SYSTEM)) {
      requireKnown(transaction.actor(), state, known);
      return transaction;
    }
    SystemCall call = SystemCall.parse(transaction);
    if (call instanceof SystemCall.MoveToEpoch move) {
      requireKnown(move);
    }
    return call instanceof SystemCall.OfModule ofModule
        ? resolve(ofModule, transaction, state, rules, known, resolved)
        : transaction;
  }

  private Transaction resolve(
      SystemCall.OfModule call,
      Transaction transaction,
      State state,
      TransactionRules rules,
      Set<String> known,
      Map<String, Digest> resolved)
      throws InvalidTransactionsException {
    if (!ActorId.isValid(call.actor(), rules)) {
      throw new InvalidTransactionsException("the argument \"actor\" must be 1 to "
          + rules.nameBytes() + " bytes of UTF-8 without control characters.");
    }
    if (!ActorId.isName(call.module(), rules.moduleBytes()) || call.module().isEmpty()) {
      throw new InvalidTransactionsException("the argument \"module\" must be 1 to "
          + rules.moduleBytes() + " bytes of UTF-8 without control characters.");
    }
    if (call instanceof SystemCall.Upgrade) {
      requireKnown(call.actor(), state, known);
    }
    known.add(call.actor());
    Digest module = digest(call.module(), resolved);
    if (transaction.authorization().isPresent()) {
      requireDigest(call);
      return transaction;
    }
    return call.resolved(transaction, module);
  }

  private void requireKnown(SystemCall.MoveToEpoch move) throws InvalidTransactionsException {
    if (!protocols.knows(move.epoch())) {
      throw new InvalidTransactionsException(
          "this version of WASTM does not know the protocol epoch " + move.epoch()
              + "; it knows epochs up to " + protocols.newest().epoch() + ".");
    }
  }

  private static void requireDigest(SystemCall.OfModule call) throws InvalidTransactionsException {
    if (call.moduleDigest().isEmpty()) {
      throw new InvalidTransactionsException(
          "a signed transaction must name its module by SHA-256, and not as \"" + call.module()
              + "\": its bytes cannot change after it was signed.");
    }
  }

  private static void requireKnown(String actor, State state, Set<String> known)
      throws InvalidTransactionsException {
    if (!known.contains(actor) && !exists(actor, state)) {
      throw new InvalidTransactionsException(
          "there is no actor \"" + actor + "\" in this ledger, and no earlier line deploys it.");
    }
    known.add(actor);
  }

  private static boolean exists(String actor, State state) {
    return state.readOr(ActorRecord.key(actor), ABSENT) != ABSENT;
  }

  private Digest digest(String module, Map<String, Digest> resolved)
      throws InvalidTransactionsException {
    Digest known = resolved.get(module);
    if (known != null) {
      return known;
    }
    Digest digest = find(module)
        .orElseThrow(
            () -> new InvalidTransactionsException(
                "there is no module \"" + module
                    + "\" in the blob store; publish it first: wastm module push FILE --tag name@version."));
    resolved.put(module, digest);
    return digest;
  }

  private Optional<Digest> find(String module) throws InvalidTransactionsException {
    try {
      return modules.resolve(ModuleRef.parse(module));
    } catch (IllegalArgumentException e) {
      throw new InvalidTransactionsException(String.valueOf(e.getMessage()));
    }
  }
}
