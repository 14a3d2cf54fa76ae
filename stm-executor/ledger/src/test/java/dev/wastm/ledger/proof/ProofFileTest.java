package dev.wastm.ledger.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.Ledger;
import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.state.InvalidProofException;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.ledger.state.StateProof;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Proofs from a real batch: each holds, and nothing in its file can be changed. */
@Tag("integration")
class ProofFileTest {
  private static Fixture fixture;
  private static BatchOutcome record;
  private static LedgerHead head;

  @BeforeAll
  static void execute() throws Exception {
    fixture = Fixture.open("memory:", ExecutionOptions.fastest());
    Ledger ledger = fixture.ledger("l");
    record = Fixture.commit(
            ledger,
            Fixture.deploy("c")
                + Fixture.deploy("d")
                + Fixture.increment("c", 5)
                + Fixture.increment("d", -1)
                + Fixture.increment("d", 3))
        .outcome();
    head = ledger.head();
  }

  @AfterAll
  static void close() {
    fixture.close();
  }

  private static List<LedgerProof> proofs() {
    List<LedgerProof> proofs = new ArrayList<>();
    for (int index = 0; index < record.transactions().size(); index++) {
      proofs.add(ReceiptProof.of(record, index));
    }
    head.state().entries().forEach(entry -> proofs.add(ValueProof.of(head, entry.key())));
    for (String absent : List.of("", "a", "zzz", "value/")) {
      proofs.add(ValueProof.of(head, StateKey.of("c", absent)));
    }
    return proofs;
  }

  @Test
  void everyProofHoldsAfterAJourneyThroughItsFile() throws Exception {
    for (LedgerProof proof : proofs()) {
      byte[] file = ProofFile.encode(proof).getBytes(StandardCharsets.US_ASCII);
      LedgerProof read = ProofFile.decode(file);
      read.verify(record.header().hash());
      assertEquals(ProofFile.encode(proof), ProofFile.encode(read));
    }
  }

  @Test
  void everyChangedMissingOrAddedByteIsRefused() {
    for (LedgerProof proof : proofs()) {
      byte[] file = ProofFile.encode(proof).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < file.length; i++) {
        for (int replacement : new int[] {file[i] ^ 1, file[i] ^ 0x20, '0', ' '}) {
          if (replacement != file[i]) {
            byte[] changed = file.clone();
            changed[i] = (byte) replacement;
            assertRefused(changed);
          }
        }
        assertRefused(without(file, i));
        assertRefused(with(file, i, file[i]));
        assertRefused(with(file, i, (byte) ' '));
      }
    }
  }

  /**
   * Whoever changes a byte and the file's digest with it is refused as well, by the hashes. One thing alone can change: which absent key is
   * spoken of, where the other is absent too, and is so for the same reason.
   */
  @Test
  void everyForgedByteIsRefused() throws Exception {
    int forged = 0;
    for (LedgerProof proof : proofs()) {
      String body = ProofFile.encode(proof).replaceFirst(",\"sha256\".*\\n", "");
      for (int i = 0; i < body.length(); i++) {
        for (char replacement : new char[] {(char) (body.charAt(i) ^ 1), '0'}) {
          if (replacement != body.charAt(i)) {
            String changed = body.substring(0, i) + replacement + body.substring(i + 1);
            assertFalse(isLie(sealed(changed)), changed);
            forged++;
          }
        }
      }
    }
    assertTrue(forged > 10_000);
  }

  private static byte[] sealed(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    return (body + ",\"sha256\":\"" + Sha256.of(bytes).hex() + "\"}\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static boolean isLie(byte[] file) {
    try {
      LedgerProof proof = ProofFile.decode(file);
      proof.verify(record.header().hash());
      return !(proof instanceof ValueProof value
          && value.state() instanceof StateProof.Absent absent
          && ProofFile.encode(ValueProof.of(head, absent.key())).equals(ProofFile.encode(proof)));
    } catch (InvalidProofException e) {
      return false;
    }
  }

  @Test
  void anotherHeaderHashIsRefused() {
    Digest other = Sha256.of(new byte[0]);
    LedgerProof proof = ReceiptProof.of(record, 0);
    String reason =
        assertThrows(InvalidProofException.class, () -> proof.verify(other)).getMessage();
    assertEquals(
        "its header has the hash " + record.header().hash() + ", and not " + other
            + "; it speaks of another height or another history",
        reason);
  }

  /** Else two keys would be shown as one: the value of one and the absence of the other, both verified. */
  @Test
  void aKeyOfNoActorIsRefused() {
    for (int odd : new int[] {0xff, 0xc3, 0x80}) {
      StateKey key = StateKey.of(new byte[] {'c', (byte) odd}, new byte[] {'k'});
      byte[] file = ProofFile.encode(ValueProof.of(head, key)).getBytes(StandardCharsets.US_ASCII);
      assertEquals(
          "it cannot be read: A state key begins with an actor's id in UTF-8; this one begins with other bytes.",
          assertThrows(InvalidProofException.class, () -> ProofFile.decode(file))
              .getMessage());
    }
  }

  /** The way to one key, passed off as the way to another. */
  @Test
  void aPathIsWorthNothingForAnotherKey() {
    StateKey present = head.state().entries().iterator().next().key();
    StateProof.Present honest =
        assertInstanceOf(StateProof.Present.class, head.state().prove(present));
    StateProof absent = new StateProof.Absent(present, Optional.of(honest.entry()), honest.path());
    assertEquals(
        "it says that a key is absent, and shows that very key with a value",
        assertThrows(InvalidProofException.class, absent::root).getMessage());
    int refused = 0;
    for (LedgerProof proof : proofs()) {
      if (proof instanceof ValueProof value && !value.state().key().equals(present)) {
        StateProof moved =
            new StateProof.Absent(value.state().key(), Optional.of(honest.entry()), honest.path());
        ValueProof lie = new ValueProof(record.header(), moved);
        boolean isNeighbour = value.state() instanceof StateProof.Absent truth
            && truth.neighbour().orElseThrow().key().equals(present);
        if (!isNeighbour) {
          assertThrows(
              InvalidProofException.class, () -> lie.verify(record.header().hash()));
          refused++;
        }
      }
    }
    assertTrue(refused > 0);
  }

  /** A path has 256 bits, and a way down asks for ever later ones. */
  @Test
  void aPathAsksForBitsOfADigestInOrder() {
    StateKey key = head.state().entries().iterator().next().key();
    StateProof.Present honest =
        assertInstanceOf(StateProof.Present.class, head.state().prove(key));
    Digest any = Sha256.of(new byte[0]);
    for (List<Integer> bits :
        List.of(List.of(256), List.of(-1), List.of(7, 7), List.of(8, 7), List.of(1, 0, 255))) {
      List<StateProof.Step> path =
          bits.stream().map(bit -> new StateProof.Step(bit, any)).toList();
      assertEquals(
          "its way through the trie does not ask for bits from 0 to 255 in ascending order",
          assertThrows(
                  InvalidProofException.class,
                  () -> new StateProof.Present(honest.entry(), path).root())
              .getMessage());
    }
  }

  @Test
  void theEmptyStateProvesEveryAbsence() throws Exception {
    StateProof proof = State.EMPTY.prove(StateKey.of("c", "k"));
    assertEquals(State.EMPTY.root(), proof.root());
    assertThrows(
        InvalidProofException.class,
        () -> new StateProof.Absent(
                StateKey.of("c", "k"),
                Optional.empty(),
                List.of(new StateProof.Step(0, Sha256.of(new byte[0]))))
            .root());
  }

  @Test
  void whatIsNoProofIsNamed() {
    assertReason(
        "it is not written as proofs are: after byte 0 there should be {\"format\":\"", "no proof");
    assertReason(
        "it is not written as proofs are: after byte 0 there should be {\"format\":\"", "{}");
    assertReason(
        "it is not written as proofs are: after byte 11 there should be a format that this version knows, which are",
        "{\"format\":\"x\"}");
    String value = "{\"format\":\"wastm value proof 1\"";
    assertReason(
        "it is not written as proofs are: after byte 31 there should be ,\"header\":\"",
        value + "}");
    assertReason(
        "it is not written as proofs are: after byte 42 there should be pairs of lower-case hexadecimal digits",
        value + ",\"header\":\"0A\"");
    assertReason(
        "its header is not canonical: it has a field 15, which is not known here",
        value + ",\"header\":\"7801\"");
    assertReason(
        "it has more than the " + ProofFile.SIZE_BYTES_MAX + " bytes that a proof has at most",
        " ".repeat(ProofFile.SIZE_BYTES_MAX + 1));
    assertReason("it is not written as proofs are: after byte 0 ", "[".repeat(100_000));
  }

  /** Bits are of digests, and there is one number for each; a path has no more of them. */
  @Test
  void numbersAndPathsAreBounded() {
    String honest = ProofFile.encode(proofs().stream()
        .filter(
            proof -> proof instanceof ValueProof value && !value.state().path().isEmpty())
        .findFirst()
        .orElseThrow());
    for (String bit : List.of("-9", "256", "00", "4294967296", "99999999999999999999", "\"1\"")) {
      assertReason(
          "it is not written as proofs are: after byte " + (honest.indexOf("\"bit\":") + 6)
              + " there should be a number from 0 to 255",
          honest.replaceFirst("\"bit\":[0-9]+", "\"bit\":" + bit));
    }
    String step = honest.substring(honest.indexOf("{\"bit\""), honest.indexOf('}') + 1);
    String head = honest.substring(0, honest.indexOf("{\"bit\""));
    String path = (step + ",").repeat(70_000);
    assertReason(
        "it is not written as proofs are: after byte "
            + (head.length() + 256 * (step.length() + 1) - 1)
            + " there should be the end of its path, which has at most 256 steps",
        head + path);
  }

  private static void assertReason(String beginning, String file) {
    String reason = assertThrows(
            InvalidProofException.class,
            () -> ProofFile.decode(file.getBytes(StandardCharsets.US_ASCII)))
        .getMessage();
    assertTrue(reason.startsWith(beginning), reason);
  }

  private static void assertRefused(byte[] file) {
    assertThrows(
        InvalidProofException.class,
        () -> ProofFile.decode(file).verify(record.header().hash()),
        () -> new String(file, StandardCharsets.ISO_8859_1));
  }

  private static byte[] without(byte[] file, int index) {
    byte[] shorter = new byte[file.length - 1];
    System.arraycopy(file, 0, shorter, 0, index);
    System.arraycopy(file, index + 1, shorter, index, shorter.length - index);
    return shorter;
  }

  private static byte[] with(byte[] file, int index, byte added) {
    byte[] longer = new byte[file.length + 1];
    System.arraycopy(file, 0, longer, 0, index);
    longer[index] = added;
    System.arraycopy(file, index, longer, index + 1, file.length - index);
    return longer;
  }
}
