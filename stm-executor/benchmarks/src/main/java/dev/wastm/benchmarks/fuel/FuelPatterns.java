package dev.wastm.benchmarks.fuel;

import com.google.protobuf.ByteString;
import dev.wastm.benchmarks.Guests;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The patterns by their names, in the order in which they are measured: instructions, host calls, accesses of the state, transactions. */
final class FuelPatterns {
  private static final String LOOPS = "loop/";

  private FuelPatterns() {}

  /** @param keys how many random keys the state has, from 10 000 */
  static Map<String, FuelPattern> all(int keys) throws IOException {
    Digest module = Sha256.of(Guests.PARTS.wasm());
    Map<String, FuelPattern> all = new LinkedHashMap<>();
    FuelLoops.all().forEach((name, loop) -> all.put(name, pattern(name, loop)));
    for (List<FuelPattern> some :
        List.of(FuelHostCalls.all(), FuelAccesses.all(keys), FuelTransactions.all(module))) {
      some.forEach(pattern -> all.put(pattern.name(), pattern));
    }
    return Collections.unmodifiableMap(all);
  }

  /** The actor that goes round a loop. */
  static String actor(String loop) {
    return LOOPS + loop;
  }

  private static FuelPattern pattern(String name, FuelLoop loop) {
    ByteString args = ByteString.copyFrom(FuelLoop.args(loop.rounds()));
    FuelPattern pattern = FuelPattern.of(
        name,
        (long) loop.rounds() * loop.steps(),
        (index, round) -> new Transaction(
            actor(name), FuelLoop.METHOD, args, FuelPattern.SENDER, FuelPattern.FUEL));
    return loop.traps() ? pattern.limited(FuelPattern.LEAST).ending(Status.TRAPPED) : pattern;
  }
}
