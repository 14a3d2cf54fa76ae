package dev.wastm.ledger.replay;

import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.replay.Verification.Difference;
import dev.wastm.ledger.state.StateChange;
import dev.wastm.stm.Change;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds the first difference between a stored batch and its replay: receipts first, then the state, then the header. */
public final class BatchComparison {
  private final long height;
  private final BatchOutcome recorded;
  private final BatchOutcome replayed;

  private BatchComparison(BatchOutcome recorded, BatchOutcome replayed) {
    this.height = recorded.header().header().height();
    this.recorded = recorded;
    this.replayed = replayed;
  }

  /** Empty where the replay came out as it is stored, in every byte. */
  public static Optional<Difference> firstDifference(BatchOutcome recorded, BatchOutcome replayed) {
    BatchComparison comparison = new BatchComparison(recorded, replayed);
    return comparison.receipts().or(comparison::changes).or(comparison::header);
  }

  private Optional<Difference> receipts() {
    List<Receipt.Sealed> was = recorded.sealedReceipts();
    List<Receipt.Sealed> is = replayed.sealedReceipts();
    if (was.size() != is.size()) {
      return difference("number of receipts", was.size(), is.size());
    }
    for (int index = 0; index < was.size(); index++) {
      if (!was.get(index).equals(is.get(index))) {
        return ReceiptComparison.firstDifference(
            height, was.get(index).receipt(), is.get(index).receipt());
      }
    }
    return Optional.empty();
  }

  private Optional<Difference> changes() {
    List<StateChange> was = recorded.changes();
    List<StateChange> is = replayed.changes();
    for (int i = 0; i < Math.min(was.size(), is.size()); i++) {
      int order = was.get(i).key().compareTo(is.get(i).key());
      if (order != 0) {
        return order < 0
            ? change(was.get(i), describe(was.get(i)), "no change")
            : change(is.get(i), "no change", describe(is.get(i)));
      }
      if (!sameChange(was.get(i), is.get(i))) {
        return change(was.get(i), describe(was.get(i)), describe(is.get(i)));
      }
    }
    if (was.size() > is.size()) {
      return change(was.get(is.size()), describe(was.get(is.size())), "no change");
    } else if (was.size() < is.size()) {
      return change(is.get(was.size()), "no change", describe(is.get(was.size())));
    }
    return Optional.empty();
  }

  private Optional<Difference> header() {
    BatchHeader was = recorded.header().header();
    BatchHeader is = replayed.header().header();
    if (!was.stateRoot().equals(is.stateRoot())) {
      return difference("stateRoot", was.stateRoot(), is.stateRoot());
    } else if (was.epoch() != is.epoch()) {
      return difference("epoch", was.epoch(), is.epoch());
    } else if (!was.priorStateRoot().equals(is.priorStateRoot())) {
      return difference("priorStateRoot", was.priorStateRoot(), is.priorStateRoot());
    } else if (!recorded.header().hash().equals(replayed.header().hash())) {
      return difference("header", recorded.header().hash(), replayed.header().hash());
    }
    return Optional.empty();
  }

  private static boolean sameChange(StateChange was, StateChange is) {
    if (was.change() instanceof Change.Put<byte[]> a
        && is.change() instanceof Change.Put<byte[]> b) {
      return Arrays.equals(a.value(), b.value());
    }
    return was.change() instanceof Change.Delete && is.change() instanceof Change.Delete;
  }

  static String describe(StateChange change) {
    return change.change() instanceof Change.Put<byte[]> put
        ? "the value 0x" + HexFormat.of().formatHex(put.value())
        : "a deletion";
  }

  private Optional<Difference> change(StateChange at, String was, String is) {
    return Optional.of(new Difference(
        height,
        OptionalInt.empty(),
        "state",
        Optional.of(at.key().toString()),
        was,
        is,
        Optional.empty()));
  }

  private Optional<Difference> difference(String field, Object was, Object is) {
    return Optional.of(new Difference(
        height,
        OptionalInt.empty(),
        field,
        Optional.empty(),
        was.toString(),
        is.toString(),
        Optional.empty()));
  }
}
