package dev.wastm.cli.demo;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** The demo's batches: a thousand counters, then ten thousand calls to them, the same on every run. */
final class Transactions {
  static final int ACTORS = 1_000;
  static final int CALLS = 10_000;

  /** Every fourth call goes to one of these, so that transactions do get into each other's way. */
  private static final int CONTENDED_ACTORS = 5;

  private static final int CONTENDED_EVERY = 4;

  /** Some callers make mistakes, and their receipts say so. */
  private static final int REVERTING_EVERY = 250;

  private static final int STARVING_EVERY = 1_000;
  private static final long FUEL = 1_000_000;
  private static final long FUEL_STARVING = 100;

  private Transactions() {}

  static byte[] deployments(String moduleTag) {
    StringBuilder lines = new StringBuilder();
    for (int actor = 0; actor < ACTORS; actor++) {
      lines
          .append("{\"actor\":\"system\",\"method\":\"deploy\",\"args\":{\"actor\":\"counter-")
          .append(actor)
          .append("\",\"module\":\"")
          .append(moduleTag)
          .append("\",\"init\":{}},\"sender\":\"demo\"}\n");
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  static byte[] calls() {
    Random random = new Random(42);
    StringBuilder lines = new StringBuilder();
    for (int call = 1; call <= CALLS; call++) {
      int actor = random.nextInt(call % CONTENDED_EVERY == 0 ? CONTENDED_ACTORS : ACTORS);
      int by = call % REVERTING_EVERY == 0 ? -1 : 1 + random.nextInt(10);
      long fuel = call % STARVING_EVERY == 1 ? FUEL_STARVING : FUEL;
      lines
          .append("{\"actor\":\"counter-")
          .append(actor)
          .append("\",\"method\":\"increment\",\"args\":{\"by\":")
          .append(by)
          .append("},\"sender\":\"user-")
          .append(random.nextInt(100))
          .append("\",\"fuel\":")
          .append(fuel)
          .append("}\n");
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }
}
