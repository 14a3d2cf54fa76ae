package dev.wastm.ledger.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.protocol.Protocol;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** Arbitrary bytes, and lines that were right before something happened to them, are transactions or get one sentence. */
@Tag("property")
class TransactionsProperties {
  private static final int SENTENCE_CHARS_MAX = 500;

  /** A cut, an insertion or a replacement, at a place in thousandths of the length. */
  @SuppressWarnings("ArrayRecordComponent")
  record Mutation(int place, int removed, byte[] inserted) {
    byte[] of(byte[] text) {
      int at = (int) ((long) place * text.length / 1000);
      int behind = Math.min(text.length, at + removed);
      byte[] mutated = new byte[text.length - (behind - at) + inserted.length];
      System.arraycopy(text, 0, mutated, 0, at);
      System.arraycopy(inserted, 0, mutated, at, inserted.length);
      System.arraycopy(text, behind, mutated, at + inserted.length, text.length - behind);
      return mutated;
    }
  }

  @Property(tries = 2_000)
  void arbitraryBytes(@ForAll byte[] text) throws Exception {
    assertTrue(requireTotal(text) >= -1);
  }

  @Property(tries = 4_000)
  void linesThatSomethingHappenedTo(
      @ForAll("lines") List<String> lines, @ForAll("mutations") List<Mutation> mutations)
      throws Exception {
    byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    for (Mutation mutation : mutations) {
      text = mutation.of(text);
    }
    assertTrue(requireTotal(text) >= -1);
  }

  @Property(tries = 1_000)
  void linesThatAreRight(@ForAll("lines") List<String> lines) throws Exception {
    byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    assertEquals(lines.size(), requireTotal(text), () -> String.join("\n", lines));
  }

  /** Returns how many transactions the text is; -1 where it is refused, as it should be. */
  private static int requireTotal(byte[] text) throws Exception {
    List<TransactionsFile.Line> lines;
    try {
      lines = TransactionsFile.parse("f", new ByteArrayInputStream(text), Protocol.epoch1());
    } catch (InvalidTransactionsException e) {
      String sentence = String.valueOf(e.getMessage());
      assertTrue(sentence.length() < SENTENCE_CHARS_MAX, sentence);
      assertTrue(sentence.chars().noneMatch(Character::isISOControl), sentence);
      assertTrue(sentence.endsWith("."), sentence);
      return -1;
    }
    for (TransactionsFile.Line line : lines) {
      Transaction transaction = line.transaction();
      assertEquals(transaction, Transaction.unseal(transaction.seal().bytes()).transaction());
      assertEquals(
          transaction,
          TransactionsFile.parseOne(TransactionsFile.line(transaction), Protocol.epoch1()));
    }
    return lines.size();
  }

  @Provide
  Arbitrary<List<Mutation>> mutations() {
    Arbitrary<byte[]> inserted = Arbitraries.oneOf(
        Arbitraries.bytes().array(byte[].class).ofMaxSize(4),
        Arbitraries.of(
                "\\ud800",
                "\\udc00",
                "\\u0000",
                "\"",
                "\\",
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "NaN",
                "1e9",
                "-",
                "0",
                "\n",
                "\r",
                "\u2028",
                "\ufeff",
                "\ud83d\ude00",
                "\"args\":",
                "\"fuel\":1,",
                "null",
                "[".repeat(200),
                "7".repeat(1_100),
                "n".repeat(600))
            .map(each -> each.getBytes(StandardCharsets.UTF_8)));
    return Combinators.combine(
            Arbitraries.integers().between(0, 1000), Arbitraries.integers().between(0, 6), inserted)
        .as(Mutation::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Provide
  Arbitrary<List<String>> lines() {
    Arbitrary<String> actor = Arbitraries.of("a", "counter-1", "\u00e9\ud83d\ude00", "x y");
    Arbitrary<String> fuel = Arbitraries.of("", ",\"fuel\":1", ", \"fuel\" : 1000000000");
    Arbitrary<String> signed =
        Arbitraries.of("", ",\"nonce\":7,\"signature\":\"" + "0a".repeat(64) + "\"");
    return Combinators.combine(actor, values(3), fuel, signed)
        .as((name, args, limit, authorization) ->
            "{\"actor\":\"" + name + "\",\"method\":\"m\",\"args\":" + args + ",\"sender\":\"s\""
                + limit + authorization + "}")
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  /** JSON values, with white space and escapes in them. */
  private static Arbitrary<String> values(int depth) {
    Arbitrary<String> scalars = Arbitraries.of(
        "null",
        "true",
        "0",
        "-1.5e+10",
        "1e999999999",
        "12345678901234567890",
        "\"\"",
        "\"\\u0000\\n\u00e9\"",
        "\"\\ud83d\\ude00 \u2028\"",
        " \"x\" ");
    if (depth == 0) {
      return scalars;
    }
    Arbitrary<String> inner = values(depth - 1);
    Arbitrary<String> arrays =
        inner.list().ofMaxSize(3).map(each -> "[" + String.join(" , ", each) + "]");
    Arbitrary<String> objects = Combinators.combine(inner, inner)
        .as((one, other) -> "{ \"k\":" + one + ",\t\"\\u00e9\" :" + other + "}");
    return Arbitraries.oneOf(scalars, arrays, objects);
  }
}
