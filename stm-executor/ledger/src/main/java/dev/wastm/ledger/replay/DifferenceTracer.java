package dev.wastm.ledger.replay;

import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.trace.StateAccess;
import dev.wastm.ledger.replay.Tracing.HostCall;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateChange;
import dev.wastm.ledger.state.StateKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for the host call behind a difference: executes the batch twice more, on both engines, noting every access to the state. Where the
 * engines part, that is the place. Where they agree, it is the record that differs, and the place is the first host call whose write is not
 * the one that is recorded.
 */
final class DifferenceTracer {
  private final BatchOutcome recorded;
  private final BatchExecution.Traced replayed;
  private final BatchExecution.Traced counterpart;
  private final String counterpartName;

  DifferenceTracer(
      BatchOutcome recorded,
      BatchExecution.Traced replayed,
      BatchExecution.Traced counterpart,
      String counterpartName) {
    this.recorded = recorded;
    this.replayed = replayed;
    this.counterpart = counterpart;
    this.counterpartName = counterpartName;
  }

  static Tracing trace(BatchExecution execution, State prior, BatchOutcome recorded) {
    try (BatchExecution counterpart = execution.counterpart()) {
      DifferenceTracer tracer = new DifferenceTracer(
          recorded,
          execution.trace(prior, recorded.batch()),
          counterpart.trace(prior, recorded.batch()),
          counterpart.engineName());
      return tracer.conclude(execution.engineName());
    }
  }

  Tracing conclude(String engineName) {
    Optional<HostCall> parting = enginesPart();
    if (parting.isPresent()) {
      return new Tracing(
          parting,
          "The engines part at this host call: " + engineName + " and " + counterpartName
              + " do not do the same.");
    }
    String agreement =
        "Both engines, " + engineName + " and " + counterpartName + ", make the same host calls; ";
    Optional<HostCall> contradiction = recordContradicts();
    return contradiction.isPresent()
        ? new Tracing(contradiction, agreement + "this one writes what the ledger does not have.")
        : new Tracing(contradiction, agreement + "no write among them is missing in the ledger.");
  }

  private Optional<HostCall> enginesPart() {
    for (int i = 0; i < replayed.accesses().size(); i++) {
      List<StateAccess> here = replayed.accesses().get(i);
      List<StateAccess> there = counterpart.accesses().get(i);
      for (int n = 0; n < Math.max(here.size(), there.size()); n++) {
        String ours = describe(here, n);
        String theirs = describe(there, n);
        if (!ours.equals(theirs)) {
          return Optional.of(new HostCall(i, n + 1, ours, theirs, counterpartName));
        }
      }
    }
    return Optional.empty();
  }

  private static String describe(List<StateAccess> accesses, int n) {
    return n < accesses.size() ? accesses.get(n).describe() : "none";
  }

  /** A write counts where it is the last of its key, by a transaction that succeeds: only that one is recorded. */
  private Optional<HostCall> recordContradicts() {
    Map<StateKey, String> differing = differingKeys();
    Optional<HostCall> first = Optional.empty();
    Set<StateKey> seen = new HashSet<>();
    for (int i = replayed.accesses().size() - 1; i >= 0; i--) {
      if (replayed.outcome().sealedReceipts().get(i).receipt().status() != Status.SUCCESS) {
        continue;
      }
      List<StateAccess> accesses = replayed.accesses().get(i);
      for (int n = accesses.size() - 1; n >= 0; n--) {
        StateAccess access = accesses.get(n);
        if (access.isWrite() && seen.add(access.key()) && differing.containsKey(access.key())) {
          String expected = differing.get(access.key());
          first = Optional.of(new HostCall(i, n + 1, access.describe(), expected, "ledger"));
        }
      }
    }
    return first;
  }

  /** The keys whose recorded change is not the replayed one, with what is recorded. */
  private Map<StateKey, String> differingKeys() {
    Map<StateKey, String> was = described(recorded.changes());
    Map<StateKey, String> is = described(replayed.outcome().changes());
    Map<StateKey, String> differing = new HashMap<>();
    is.forEach((key, change) -> {
      String other = was.getOrDefault(key, "no change");
      if (!change.equals(other)) {
        differing.put(key, other);
      }
    });
    return differing;
  }

  private static Map<StateKey, String> described(List<StateChange> changes) {
    Map<StateKey, String> described = new HashMap<>();
    changes.forEach(change -> described.put(change.key(), BatchComparison.describe(change)));
    return described;
  }
}
