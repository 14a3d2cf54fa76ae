package dev.wastm.ledger;

import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.ledger.batch.Admission;
import dev.wastm.ledger.batch.Call;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.batch.SystemCall;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.system.ActorRecord;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.module.DamagedModuleException;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.protocol.TransactionRules;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.submission.TransactionsFile;
import dev.wastm.ledger.text.Names;
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

  /**
   * @param protocol of the epoch in which the batch is to be executed
   * @throws InvalidTransactionsException naming the first line that cannot be executed, and why
   */
  List<Transaction.Sealed> seal(
      String source, List<TransactionsFile.Line> lines, State state, Protocol protocol)
      throws InvalidTransactionsException {
    Sealing sealing = new Sealing(state, protocol);
    List<Transaction.Sealed> sealed = new ArrayList<>(lines.size());
    for (TransactionsFile.Line line : lines) {
      try {
        sealed.add(sealing.seal(line.transaction()));
      } catch (InvalidTransactionsException e) {
        throw new InvalidTransactionsException(source + ":" + line.line() + ": " + e.getMessage());
      }
    }
    return sealed;
  }

  /** One batch under way. */
  private final class Sealing {
    private final State state;
    private final Protocol protocol;
    private final Set<String> known = new HashSet<>();
    private final Map<String, Digest> resolved = new HashMap<>();
    private final Admission admission;

    Sealing(State state, Protocol protocol) {
      this.state = state;
      this.protocol = protocol;
      this.admission = new Admission(protocol);
    }

    Transaction.Sealed seal(Transaction transaction) throws InvalidTransactionsException {
      Transaction.Sealed sealed = resolve(transaction, Call.of(transaction));
      admission.add(sealed);
      return sealed;
    }

    private Transaction.Sealed resolve(Transaction transaction, Call call)
        throws InvalidTransactionsException {
      if (call instanceof Call.OfGuest) {
        requireKnown(transaction.actor());
      } else if (call instanceof SystemCall.Malformed malformed) {
        throw new InvalidTransactionsException(malformed.why());
      } else if (call instanceof SystemCall.MoveToEpoch move) {
        requireKnownEpoch(move.epoch());
      } else if (call instanceof SystemCall.OfModule ofModule) {
        return resolve(ofModule, transaction);
      }
      return transaction.seal(call);
    }

    private Transaction.Sealed resolve(SystemCall.OfModule call, Transaction transaction)
        throws InvalidTransactionsException {
      TransactionRules rules = protocol.transaction();
      Admission.requireNamed(call, rules);
      if (call.module().name().length() > rules.moduleBytes()) {
        throw new InvalidTransactionsException("the argument \"module\" has more than "
            + rules.moduleBytes() + " characters, the most that is allowed.");
      }
      if (call instanceof SystemCall.Upgrade) {
        requireKnown(call.actor());
      }
      known.add(call.actor());
      Digest module = digest(call.module().name());
      if (transaction.authorization().isPresent()) {
        requireDigest(call);
        return transaction.seal(call);
      }
      return call.sealed(transaction, module);
    }

    private void requireKnown(String actor) throws InvalidTransactionsException {
      if (!known.contains(actor) && state.readOr(ActorRecord.key(actor), ABSENT) == ABSENT) {
        throw new InvalidTransactionsException("there is no actor \"" + Names.shown(actor)
            + "\" in this ledger, and no earlier line deploys it.");
      }
      known.add(actor);
    }

    private Digest digest(String module) throws InvalidTransactionsException {
      Digest digest = resolved.get(module);
      if (digest == null) {
        digest = find(module)
            .orElseThrow(
                () -> new InvalidTransactionsException(
                    "there is no module \"" + Names.shown(module)
                        + "\" in the blob store; publish it first: wastm module push FILE --tag name@version."));
        requireExecutable(module, digest);
        resolved.put(module, digest);
      }
      return digest;
    }

    private void requireExecutable(String module, Digest digest)
        throws InvalidTransactionsException {
      try {
        execution.requireExecutable(digest, protocol.guest());
      } catch (DamagedModuleException e) {
        throw new InvalidTransactionsException(
            "the module \"" + Names.shown(module) + "\" cannot be executed: " + e.getMessage());
      }
    }
  }

  private void requireKnownEpoch(int epoch) throws InvalidTransactionsException {
    if (!execution.protocols().knows(epoch)) {
      throw new InvalidTransactionsException(
          "this version of WASTM does not know the protocol epoch " + epoch
              + "; it knows epochs up to " + execution.protocols().newest().epoch() + ".");
    }
  }

  private static void requireDigest(SystemCall.OfModule call) throws InvalidTransactionsException {
    if (call.module().digest().isEmpty()) {
      throw new InvalidTransactionsException(
          "a signed transaction must name its module by SHA-256, and not as \""
              + Names.shown(call.module().name())
              + "\": its bytes cannot change after it was signed.");
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
