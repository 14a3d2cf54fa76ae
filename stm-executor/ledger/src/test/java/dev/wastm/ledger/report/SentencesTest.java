package dev.wastm.ledger.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.Ledger;
import dev.wastm.ledger.batch.Failure;
import dev.wastm.ledger.batch.FailureCode;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.wasm.trap.Trap;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said of failures is decided where they are shown, and by nothing else. */
class SentencesTest {
  @ParameterizedTest
  @EnumSource(FailureCode.class)
  void everyCodeHasASentenceThatSaysItsArguments(FailureCode code) {
    Failure failure = new Failure(
        code,
        code.arguments().stream()
            .<Trap.Argument>map(name -> new Trap.Argument.Text("<" + name + ">"))
            .toList(),
        Optional.empty());
    String sentence = Sentences.nameless().of(failure);
    assertFalse(sentence.contains("{"), sentence);
    if (code != FailureCode.CALL_DEPTH) {
      code.arguments().forEach(name -> assertTrue(sentence.contains("<" + name + ">"), sentence));
    }
    assertTrue(code == FailureCode.REVERT || sentence.endsWith("."), sentence);
  }

  @Test
  void whatAnArgumentSaysIsNotTakenForAnotherArgument() {
    Failure failure = Failure.of(FailureCode.ABORT, "{file}", "$1{line}", 1, -1L);
    assertEquals(
        "The guest aborted: {file} at $1{line}:1:18446744073709551615.",
        Sentences.nameless().of(failure));
  }

  /** The batch is executed and stored before anybody says a word about it. */
  @Test
  void otherWordsChangeNoRoot() throws Exception {
    try (Fixture fixture = Fixture.open("memory:", ExecutionOptions.fastest())) {
      Ledger ledger = fixture.ledger("l");
      Ledger.Committed committed =
          Fixture.commit(ledger, Fixture.deploy("c") + Fixture.deploy("c"));
      Receipt refused = committed.outcome().receipts().get(1);
      Transaction transaction = committed.outcome().transactions().get(1).transaction();
      Sentences reworded =
          Sentences.nameless().with(FailureCode.ACTOR_EXISTS, "Somebody was faster: {actor}.");
      String line = new ReceiptJson(Sentences.nameless()).line(transaction, refused);
      String other = new ReceiptJson(reworded).line(transaction, refused);
      assertNotEquals(line, other);
      assertTrue(other.contains("\"error\":\"Somebody was faster: c.\""), other);
      assertEquals(
          line.substring(line.indexOf("\"code\"")), other.substring(other.indexOf("\"code\"")));
      assertEquals(
          Receipt.unseal(refused.seal().bytes()),
          committed.outcome().sealedReceipts().get(1));
    }
  }
}
