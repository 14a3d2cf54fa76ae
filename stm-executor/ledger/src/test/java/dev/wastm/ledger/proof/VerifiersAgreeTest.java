package dev.wastm.ledger.proof;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.Ledger;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The verifier in Python shares no code with ours, and says the same of whatever it is given. */
@Tag("oracle")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class VerifiersAgreeTest {
  private static final int ROUNDS = 1_500;

  private static PythonVerifier python;
  private static BatchHeader any;

  @BeforeAll
  static void start() throws Exception {
    any = VerifiersCheck.anyHeader();
    try {
      python = PythonVerifier.start();
    } catch (IOException e) {
      System.err.println("python3 IS NOT HERE: the independent verifier was NOT TESTED.");
      assumeTrue(false, "python3 is not here");
    }
  }

  @AfterAll
  static void stop() throws IOException {
    if (python != null) {
      python.close();
    }
  }

  @Test
  void onProofsAndMutationsOfThem() throws IOException {
    long fresh = new Random().nextLong();
    for (long seed : new long[] {1, 2, fresh}) {
      System.out.println("The verifiers are compared with the seed " + seed + ".");
      VerifiersCheck check = new VerifiersCheck(python, seed, any);
      for (int i = 0; i < ROUNDS; i++) {
        check.next();
      }
      assertTrue(check.proven() > ROUNDS / 4, "proven: " + check.proven());
      assertTrue(check.refused() > ROUNDS, "refused: " + check.refused());
    }
  }

  @Test
  void onProofsOfARealBatch() throws Exception {
    try (Fixture fixture = Fixture.open("memory:", ExecutionOptions.simplest())) {
      Ledger ledger = fixture.ledger("l");
      BatchOutcome record = Fixture.commit(
              ledger, Fixture.deploy("c") + Fixture.increment("c", 5) + Fixture.increment("c", -1))
          .outcome();
      VerifiersCheck check = new VerifiersCheck(python, 3, any);
      Digest trusted = record.header().hash();
      for (int index = 0; index < 3; index++) {
        check.check(new ProofCase(file(ReceiptProof.of(record, index)), trusted));
      }
      ledger.head().state().entries().forEach(entry -> {
        try {
          check.check(new ProofCase(file(ValueProof.of(ledger.head(), entry.key())), trusted));
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      });
      assertTrue(check.proven() >= 5 && check.refused() == 0);
    }
  }

  private static byte[] file(LedgerProof proof) {
    return ProofFile.encode(proof).getBytes(StandardCharsets.US_ASCII);
  }

  /** As long and as deep as a file may be, and longer: refused by both, at once. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void onFilesThatAreMadeToTakeLong() throws IOException {
    VerifiersCheck check = new VerifiersCheck(python, 4, any);
    int size = ProofFile.SIZE_BYTES_MAX;
    String head = "{\"format\":\"wastm value proof 1\",\"header\":\"";
    String step = "{\"bit\":0,\"sibling\":\"" + "00".repeat(32) + "\"},";
    for (String text : List.of(
        "[".repeat(size),
        "{\"format\":".repeat(size / 10),
        head + "00".repeat(size / 2 - 100) + "\"",
        head + "\",\"key\":\"00\",\"value\":null,\"neighbour\":null,\"path\":["
            + step.repeat(80_000),
        head + "\",\"key\":\"00\",\"value\":null,\"neighbour\":null,\"path\":["
            + "{},".repeat(1_000_000),
        head + "2207".repeat(1_000_000) + "\"",
        " ".repeat(size + 1))) {
      check.check(new ProofCase(text.getBytes(StandardCharsets.US_ASCII), Sha256.of(new byte[0])));
    }
    assertTrue(check.refused() == 7);
  }
}
