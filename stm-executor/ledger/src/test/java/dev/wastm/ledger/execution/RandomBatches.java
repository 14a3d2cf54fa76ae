package dev.wastm.ledger.execution;

import dev.wastm.ledger.Fixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Batches in which actors are deployed, called, contended for, upgraded, starved of fuel and misused. */
final class RandomBatches {
  private static final int BATCHES = 3;
  private static final int TRANSACTIONS = 120;
  private static final int ACTORS = 12;

  private final Random random;
  private int deployed;

  private RandomBatches(Random random) {
    this.random = random;
  }

  static List<String> of(Random random) {
    RandomBatches generator = new RandomBatches(random);
    List<String> batches = new ArrayList<>();
    for (int i = 0; i < BATCHES; i++) {
      batches.add(generator.batch());
    }
    return batches;
  }

  private String batch() {
    StringBuilder lines = new StringBuilder();
    lines.append(starvedDeploymentAndCall());
    for (int i = 0; i < TRANSACTIONS; i++) {
      lines.append(transaction());
    }
    return lines.toString();
  }

  /** The deployment runs out of fuel, so that the call after it finds no actor: INVALID. */
  private String starvedDeploymentAndCall() {
    String actor = "stillborn-" + random.nextInt(1_000_000);
    String starved = Fixture.deploy(actor).replace("}\n", ",\"fuel\":100}\n");
    return starved + Fixture.increment(actor, 1);
  }

  private String transaction() {
    if (deployed == 0 || (deployed < ACTORS && random.nextInt(4) == 0)) {
      deployed++;
      return Fixture.deploy("counter-" + (deployed - 1));
    }
    // The minimum of two draws contends for the low numbers.
    String actor = "counter-" + Math.min(random.nextInt(deployed), random.nextInt(deployed));
    return switch (random.nextInt(10)) {
      case 0 -> Fixture.increment(actor, -1);
      case 1 ->
        Fixture.increment(actor, 1)
            .replace("}\n", ",\"fuel\":" + (1 + random.nextInt(3_000)) + "}\n");
      case 2 -> Fixture.deploy(actor);
      case 3 -> Fixture.deploy(actor).replace("deploy", "upgrade").replace(",\"init\":{}", "");
      case 4 -> Fixture.increment(actor, 1).replace("increment", "nonsense");
      default -> Fixture.increment(actor, random.nextInt(1_000));
    };
  }
}
