package dev.wastm.ledger.execution;

import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.execution.trace.StateAccess;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.ScanStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What a transaction leaves beside its writes, in all of its calls. Confined to the thread that executes it. */
final class TransactionEffects {
  private final Optional<Consumer<StateAccess>> trace;
  private final LogRoom logRoom;
  private final BatchRoom room;
  private final List<Receipt.Event> events = new ArrayList<>();
  private final List<LogLine> log = new ArrayList<>();
  private int randomCalls;

  /** @param trace is told what scans come to; empty where nobody asks */
  TransactionEffects(Optional<Consumer<StateAccess>> trace, LogRoom logRoom, BatchRoom room) {
    this.trace = trace;
    this.logRoom = logRoom;
    this.room = room;
  }

  /** What the transaction takes of its batch. */
  BatchRoom room() {
    return room;
  }

  /** A scan has come to a key, or to its end. */
  void scanned(StateKey from, ScanStep<StateKey, byte[]> step) {
    trace.ifPresent(told -> told.accept(StateAccess.ofScan(from, step)));
  }

  void emit(Receipt.Event event) {
    events.add(event);
  }

  void log(LogLine line) {
    if (logRoom.take(line)) {
      log.add(line);
    }
  }

  /** The number of earlier calls. */
  int nextRandomCall() {
    return randomCalls++;
  }

  int eventCount() {
    return events.size();
  }

  /** Forgets the events of a call that failed; its log lines stay. */
  void truncateEvents(int count) {
    events.subList(count, events.size()).clear();
  }

  List<Receipt.Event> events() {
    return events;
  }

  List<LogLine> log() {
    return log;
  }
}
