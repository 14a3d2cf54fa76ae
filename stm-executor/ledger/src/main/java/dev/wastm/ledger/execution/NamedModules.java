package dev.wastm.ledger.execution;

import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.Call;
import dev.wastm.ledger.batch.SystemCall;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.execution.system.ActorRecord;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.state.State;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The modules whose code a batch will run as far as its transactions say: those of the actors that they call. It is a guess, good enough to
 * load them beforehand: a deployment may fail, and a guest may call actors that no transaction names. Confined to one thread.
 */
final class NamedModules {
  private final State prior;
  private final Map<String, Digest> deployed = new HashMap<>();
  private final Set<String> called = new HashSet<>();
  private final Set<Digest> modules = new LinkedHashSet<>();

  private NamedModules(State prior) {
    this.prior = prior;
  }

  /** In the order in which they are needed first. */
  static Set<Digest> of(Batch batch, State prior) {
    NamedModules named = new NamedModules(prior);
    batch.transactions().forEach(named::add);
    return named.modules;
  }

  private void add(Transaction.Sealed transaction) {
    if (transaction.call() instanceof Call.OfGuest) {
      call(transaction.transaction().actor());
    } else if (transaction.call() instanceof SystemCall.OfModule given) {
      give(given);
    }
  }

  private void call(String actor) {
    if (called.add(actor)) {
      module(actor).ifPresent(modules::add);
    }
  }

  private Optional<Digest> module(String actor) {
    Digest fresh = deployed.get(actor);
    if (fresh != null) {
      return Optional.of(fresh);
    }
    return ActorRecord.find(prior, actor).map(ActorRecord::module);
  }

  private void give(SystemCall.OfModule given) {
    given.module().digest().ifPresent(module -> deployed.put(given.actor(), module));
    called.remove(given.actor());
    if (given instanceof SystemCall.Deploy deploy && deploy.init().isPresent()) {
      call(given.actor());
    }
  }
}
