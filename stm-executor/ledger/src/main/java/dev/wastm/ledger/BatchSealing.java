package dev.wastm.ledger;

import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.ledger.batch.ActorId;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.batch.SystemCall;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.batch.TransactionsFile;
import dev.wastm.ledger.execution.ActorRecord;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.module.DamagedModuleException;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStore;
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
 * is named by its digest, is in the store, and can be executed. So a typing error is refused before anything runs, and a batch names nothing that could
 * change its meaning later. Thread-safe.
 */
final class BatchSealing {
  private static final byte[] ABSENT = new byte[0];

  private final ModuleStore modules;
  private final BatchExecution execution;

  /** @param execution which will execute the batch */
  BatchSealing(ModuleStore modules, BatchExecution execution) {
    this.modules = modules;
    this.execution = execution;
  }

  List<Transaction.Sealed> seal(String source, List<TransactionsFile.Line> lines, State state)
      throws InvalidTransactionsException {
    Set<String> known = new HashSet<>();
    Map<String, Digest> resolved = new HashMap<>();
    List<Transaction.Sealed> sealed = new ArrayList<>(lines.size());
    for (TransactionsFile.Line line : lines) {
      try {
        sealed.add(resolve(line.transaction(), state, known, resolved).seal());
      } catch (InvalidTransactionsException e) {
        throw new InvalidTransactionsException(source + ":" + line.line() + ": " + e.getMessage());
      }
    }
    return sealed;
  }

  private Transaction resolve(
      Transaction transaction, State state, Set<String> known, Map<String, Digest> resolved)
      throws InvalidTransactionsException {
    boolean isSystem = transaction.actor().equals(ActorId.SYSTEM);
    if (isSystem && transaction.method().equals(SystemCall.REQUIRE_SIGNATURES)) {
      return transaction;
    }
    if (isSystem) {
      SystemCall call = SystemCall.parse(transaction);
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
    requireKnown(transaction.actor(), state, known);
    return transaction;
  }

  private static void requireDigest(SystemCall call) throws InvalidTransactionsException {
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
    requireExecutable(module, digest);
    resolved.put(module, digest);
    return digest;
  }

  private void requireExecutable(String module, Digest digest) throws InvalidTransactionsException {
    try {
      execution.requireExecutable(digest);
    } catch (DamagedModuleException e) {
      throw new InvalidTransactionsException(
          "the module \"" + module + "\" cannot be executed: " + e.getMessage());
    }
  }

  private Optional<Digest> find(String module) throws InvalidTransactionsException {
    try {
      return modules.resolve(ModuleRef.parse(module));
    } catch (IllegalArgumentException e) {
      throw new InvalidTransactionsException(String.valueOf(e.getMessage()));
    } catch (BlobStoreException e) {
      if (e.kind() == BlobStoreException.Kind.CORRUPT && !e.retryable()) {
        throw new InvalidTransactionsException(e.getMessage());
      }
      throw e;
    }
  }
}
