package dev.wastm.ledger.execution;

import dev.wastm.ledger.batch.Receipt;
import java.util.ArrayList;
import java.util.List;

/** What a transaction leaves beside its writes, in all of its calls. Confined to the thread that executes it. */
final class TransactionEffects {
  private final List<Receipt.Event> events = new ArrayList<>();
  private final List<LogLine> log = new ArrayList<>();
  private int randomCalls;

  void emit(Receipt.Event event) {
    events.add(event);
  }

  void log(LogLine line) {
    log.add(line);
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
