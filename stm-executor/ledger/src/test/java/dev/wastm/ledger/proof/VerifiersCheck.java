package dev.wastm.ledger.proof;

import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.execution.ExecutionOptions;
import java.io.IOException;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Holds our verifier against the one in Python: on each case both prove the same or both refuse, and neither fails in another way. Run by
 * {@code .ci/fuzz-proofs SECONDS [SEED]} for as long as one likes.
 */
final class VerifiersCheck {
  private final PythonVerifier python;
  private final Random random;
  private final RandomProofs proofs;
  private final MutatedFiles mutations;
  private int proven;
  private int refused;

  /** @param any any header */
  VerifiersCheck(PythonVerifier python, long seed, BatchHeader any) {
    this.python = python;
    this.random = new Random(seed);
    this.proofs = new RandomProofs(random, any);
    this.mutations = new MutatedFiles(random);
  }

  /** The header of some batch. */
  static BatchHeader anyHeader() throws Exception {
    try (Fixture fixture = Fixture.open("memory:", ExecutionOptions.simplest())) {
      return Fixture.commit(fixture.ledger("l"), Fixture.deploy("c"))
          .outcome()
          .header()
          .header();
    }
  }

  int proven() {
    return proven;
  }

  int refused() {
    return refused;
  }

  /** @throws AssertionError where the two differ, with the case */
  void next() throws IOException {
    ProofCase honest = proofs.next();
    check(honest);
    for (int i = 0; i < 3; i++) {
      check(new ProofCase(mutations.mutated(honest.file()), honest.trusted()));
    }
  }

  void check(ProofCase given) throws IOException {
    Verdict ours = Verdict.ours(given.file(), given.trusted());
    Verdict theirs = python.verdict(given.file(), given.trusted());
    if (!ours.agreesWith(theirs)) {
      throw new AssertionError("The verifiers differ.\nours: " + ours + "\nin Python: " + theirs
          + "\nheader: " + given.trusted() + "\nfile, base64: "
          + Base64.getEncoder().encodeToString(given.file()));
    }
    proven += ours.isProven() ? 1 : 0;
    refused += ours.isProven() ? 0 : 1;
  }

  public static void main(String[] args) throws Exception {
    BatchHeader any = anyHeader();
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(args[0]));
    long seed = Long.parseLong(args[1]);
    int cases = 0;
    int held = 0;
    try (PythonVerifier python = PythonVerifier.start()) {
      while (System.nanoTime() < endNs) {
        VerifiersCheck check = new VerifiersCheck(python, seed, any);
        try {
          for (int i = 0; i < 500; i++) {
            check.next();
          }
        } catch (AssertionError e) {
          throw new AssertionError("With the seed " + seed + ": " + e.getMessage(), e);
        }
        cases += check.proven() + check.refused();
        held += check.proven();
        seed++;
      }
    }
    System.out.println(
        "The verifiers agree on " + cases + " files, of which " + held + " are proofs.");
  }
}
