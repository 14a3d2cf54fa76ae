package dev.wastm.ledger.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.wastm.ledger.ForgedRecord;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.proto.TransactionProto;
import dev.wastm.wasm.trap.TrapPlace;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** Whatever is accepted is what is stored: what is sealed is read back as it was, and all bytes that are read are sealed again as they were. */
@Tag("property")
class CanonicalFormsProperties {
  private static final Transaction SIGNED = new Transaction(
          "c", "m", ByteString.copyFromUtf8("{}"), "s", 300)
      .with(new Transaction.Authorization(7, ByteString.copyFrom(new byte[64])));

  /** A byte that another takes the place of, one that is put in or one that is taken out; at a place in thousandths of the length. */
  record Mutation(int place, int kind, byte with) {
    ByteString of(ByteString bytes) {
      int at = (int) ((long) place * bytes.size() / 1000);
      ByteString put = kind == 2 ? ByteString.EMPTY : ByteString.copyFrom(new byte[] {with});
      int behind = kind == 1 ? at : Math.min(bytes.size(), at + 1);
      return bytes.substring(0, at).concat(put).concat(bytes.substring(behind));
    }
  }

  @FunctionalInterface
  private interface Form {
    /** The bytes once more, of what they were read as. */
    ByteString again(ByteString bytes) throws InvalidProtocolBufferException;
  }

  @Property(tries = 2_000)
  void transactions(
      @ForAll("transactions") Transaction transaction,
      @ForAll("mutations") List<Mutation> mutations)
      throws Exception {
    ByteString bytes = transaction.seal().bytes();
    assertEquals(transaction, Transaction.unseal(bytes).transaction());
    assertEquals(transaction.seal(), Transaction.unseal(bytes));
    requireFixed(
        bytes, mutations, each -> Transaction.unseal(each).transaction().seal().bytes());
  }

  @Property(tries = 2_000)
  void headers(@ForAll("headers") BatchHeader header, @ForAll("mutations") List<Mutation> mutations)
      throws Exception {
    ByteString bytes = header.seal().bytes();
    assertEquals(header, BatchHeader.unseal(bytes).header());
    requireFixed(
        bytes, mutations, each -> BatchHeader.unseal(each).header().seal().bytes());
  }

  @Property(tries = 2_000)
  void receipts(@ForAll("receipts") Receipt receipt, @ForAll("mutations") List<Mutation> mutations)
      throws Exception {
    ByteString bytes = receipt.seal().bytes();
    assertEquals(receipt, Receipt.unseal(bytes).receipt());
    requireFixed(bytes, mutations, each -> Receipt.unseal(each).receipt().seal().bytes());
  }

  private static void requireFixed(ByteString honest, List<Mutation> mutations, Form form) {
    ByteString bytes = honest;
    for (Mutation mutation : mutations) {
      bytes = mutation.of(bytes);
      try {
        assertEquals(bytes, form.again(bytes));
      } catch (InvalidProtocolBufferException | IllegalArgumentException refused) {
        assertNotEquals(honest, bytes);
      }
    }
  }

  /** Each of these says what {@link #SIGNED} says, to a reader that does not ask how. */
  @Example
  void otherFormsOfOneTransactionAreRefused() throws Exception {
    ByteString bytes = SIGNED.seal().bytes();
    String hex = HexFormat.of().formatHex(bytes.toByteArray());
    String actor = "0a0163";
    String method = "12016d";
    String fuel = "28ac02";
    List<String> others = new ArrayList<>();
    others.add(hex.replaceFirst(actor + method, method + actor));
    others.add(hex.replaceFirst(actor, actor + actor));
    others.add(hex.replaceFirst(actor, "0a0178" + actor));
    others.add(hex.replaceFirst(actor, "8a000163"));
    others.add(hex.replaceFirst(actor, "0a810063"));
    others.add(hex.replaceFirst(fuel, "28ac8200"));
    others.add(hex.replaceFirst(fuel, "28ac828000"));
    others.add(hex + "4801");
    others.add(hex + "4a0161");
    others.add(hex + "7d00000000");
    others.add("4801" + hex);
    for (String other : others) {
      ByteString form = ByteString.copyFrom(HexFormat.of().parseHex(other));
      assertNotEquals(bytes, form);
      assertEquals(
          TransactionProto.parseFrom(bytes).getFuelLimit(),
          TransactionProto.parseFrom(form).getFuelLimit());
      String message = assertThrows(
              InvalidProtocolBufferException.class, () -> Transaction.unseal(form), other)
          .getMessage();
      assertEquals(
          "a transaction is not in its canonical form: its " + form.size()
              + " bytes say what is written otherwise",
          message);
    }
  }

  /** The attack that began this: one half of a surrogate pair was stored as a question mark, and the batch was another than its own record. */
  @Example
  void whatHasNoFormInBytesIsNoTransaction() {
    for (String half : List.of("\ud800", "x\udfff", "\udc00\ud800")) {
      assertThrows(IllegalArgumentException.class, () -> transaction(half, "m", "s"));
      assertThrows(IllegalArgumentException.class, () -> transaction("a", half, "s"));
      assertThrows(IllegalArgumentException.class, () -> transaction("a", "m", half));
      assertThrows(IllegalArgumentException.class, () -> Failure.of(FailureCode.REVERT, half));
    }
    ByteString illFormed = ByteString.copyFrom(HexFormat.of().parseHex("0a01ff12016d"));
    assertThrows(InvalidProtocolBufferException.class, () -> Transaction.unseal(illFormed));
  }

  @Example
  void whatCannotBeASignatureIsNone() {
    ByteString signature = ByteString.copyFrom(new byte[64]);
    for (long nonce : new long[] {0, -1, Long.MIN_VALUE}) {
      assertThrows(
          IllegalArgumentException.class, () -> new Transaction.Authorization(nonce, signature));
    }
    assertEquals(
        "A nonce is a whole number from 1 to 9223372036854775807, and not 18446744073709551615.",
        assertThrows(
                IllegalArgumentException.class, () -> new Transaction.Authorization(-1, signature))
            .getMessage());
    for (int length : new int[] {0, 63, 65}) {
      ByteString other = ByteString.copyFrom(new byte[length]);
      assertThrows(IllegalArgumentException.class, () -> new Transaction.Authorization(1, other));
    }
    ByteString nonceAlone =
        TransactionProto.newBuilder().setActor("a").setNonce(1).build().toByteString();
    assertThrows(IllegalArgumentException.class, () -> Transaction.unseal(nonceAlone));
  }

  @Example
  void batchesAreEqualWhereTheirBytesAre() {
    Transaction.Sealed sealed = SIGNED.seal();
    ByteString other = sealed.bytes().concat(ByteString.copyFrom(new byte[] {0x48, 1}));
    assertNotEquals(sealed, ForgedRecord.sealed(SIGNED, other));
  }

  private static Transaction transaction(String actor, String method, String sender) {
    return new Transaction(actor, method, ByteString.EMPTY, sender, 1);
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.of(
        "", "a", "counter-1", "\u00e9\ud83d\ude00", "x\u0000\n", "\ufffd", "n".repeat(200));
  }

  private static Arbitrary<ByteString> byteStrings() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(6).map(ByteString::copyFrom);
  }

  private static Arbitrary<Digest> digests() {
    return Arbitraries.integers().map(number -> Sha256.of(new byte[] {number.byteValue()}));
  }

  private static Arbitrary<Integer> naturals() {
    return Arbitraries.integers().greaterOrEqual(0);
  }

  private static Arbitrary<Long> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.longs(), Arbitraries.of(0L, 1L, 127L, 128L, Long.MAX_VALUE, -1L));
  }

  @Provide
  Arbitrary<List<Mutation>> mutations() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 1000),
            Arbitraries.integers().between(0, 2),
            Arbitraries.bytes())
        .as(Mutation::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Provide
  Arbitrary<Transaction> transactions() {
    Arbitrary<Optional<Transaction.Authorization>> signed = numbers()
        .filter(nonce -> nonce > 0)
        .map(nonce -> new Transaction.Authorization(nonce, ByteString.copyFrom(new byte[64])))
        .optional();
    return Combinators.combine(texts(), texts(), byteStrings(), texts(), numbers(), signed)
        .as(Transaction::new);
  }

  @Provide
  Arbitrary<BatchHeader> headers() {
    Arbitrary<String> ledgers = Arbitraries.of("l", "shop", "A-1_b.c");
    Arbitrary<List<Digest>> roots = digests().list().ofSize(5);
    return Combinators.combine(
            Arbitraries.integers(), ledgers, digests(), numbers(), digests(), roots, numbers())
        .as((epoch, ledger, genesis, height, parent, digests, time) -> new BatchHeader(
            epoch,
            ledger,
            genesis,
            height,
            parent,
            digests.get(0),
            digests.get(1),
            digests.get(2),
            digests.get(3),
            time,
            digests.get(4)));
  }

  @Provide
  Arbitrary<Receipt> receipts() {
    Arbitrary<List<Receipt.Event>> events = Combinators.combine(byteStrings(), byteStrings())
        .as(Receipt.Event::new)
        .list()
        .ofMaxSize(3);
    Arbitrary<Optional<Failure>> failures = Arbitraries.oneOf(
        Arbitraries.just(Optional.empty()),
        texts().map(message -> Optional.of(Failure.of(FailureCode.REVERT, message))),
        Combinators.combine(numbers(), numbers())
            .as((nonce, next) -> Optional.of(Failure.of(FailureCode.WRONG_NONCE, nonce, next))),
        Combinators.combine(digests(), naturals(), naturals())
            .as((module, function, offset) -> Optional.of(new Failure(
                FailureCode.UNREACHABLE,
                List.of(),
                Optional.of(new Failure.Place(module, new TrapPlace(function, offset)))))));
    return Combinators.combine(
            naturals(),
            digests(),
            byteStrings(),
            numbers().map(fuel -> fuel & Long.MAX_VALUE),
            events,
            failures)
        .as((index, hash, output, fuel, emitted, failure) -> new Receipt(
            index,
            hash,
            failure.isPresent() ? Status.INVALID : Status.SUCCESS,
            output,
            fuel,
            emitted,
            hash,
            failure));
  }
}
