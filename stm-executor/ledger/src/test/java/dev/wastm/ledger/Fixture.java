package dev.wastm.ledger;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.journal.Genesis;
import dev.wastm.ledger.journal.GenesisFile;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.StoreIdentity;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.protocol.Protocols;
import dev.wastm.ledger.report.Sentences;
import dev.wastm.ledger.submission.TransactionsFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A ledger over the real counter actor, on a store of its own. */
public final class Fixture implements AutoCloseable {
  /** In these tests' own output, so that other modules' tests find it too. */
  private static final String COUNTER = "counter.wasm";

  public final BlobStore store;
  public final BatchExecution execution;

  private Fixture(BlobStore store, BatchExecution execution) {
    this.store = store;
    this.execution = execution;
  }

  public static Fixture open(String storeUri, ExecutionOptions options) throws Exception {
    BlobStore store = BlobStores.open(storeUri);
    publishCounter(store);
    return new Fixture(store, BatchExecution.open(options, new ModuleStore(store)));
  }

  /** Puts the counter actor's module, under the tag that {@link #deploy} names, into a store. */
  public static void publishCounter(BlobStore store) throws Exception {
    new ModuleStore(store).publish(counter(), ModuleRef.parseTag("counter@1.0.0"));
  }

  public static byte[] counter() {
    try (InputStream in = Objects.requireNonNull(Fixture.class.getResourceAsStream(COUNTER))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Ledger ledger(String name) throws Exception {
    return open(name, store, execution);
  }

  /** The genesis of a ledger as all tests make it, so that hashes of headers can be compared over stores. */
  public static Genesis.Sealed genesis(String ledger) {
    return new Genesis(
            Protocols.FIRST_EPOCH,
            ledger,
            StoreIdentity.ofHex("5e".repeat(16)),
            0,
            Sha256.of(ledger.getBytes(StandardCharsets.UTF_8)),
            "",
            Optional.empty())
        .seal();
  }

  /** Opens a ledger, which gets that genesis where it has neither one nor a batch. */
  public static Ledger open(String name, BlobStore store, BatchExecution execution)
      throws Exception {
    if (new Journal(store, name).newestHeight() == 0) {
      boolean unused = new GenesisFile(store, name).put(genesis(name));
    }
    return Ledger.open(name, store, execution);
  }

  /** A batch at the time 0; the first one follows the genesis. */
  public static Batch batch(
      String ledger, long height, Optional<Digest> parent, List<Transaction.Sealed> transactions) {
    Digest genesis = genesis(ledger).hash();
    return Batch.of(
        ledger, genesis, height, parent.orElse(genesis), 0, Sha256.of(new byte[0]), transactions);
  }

  /** Seals lines of JSON as the next batch of a ledger, with a timestamp and a seed that depend on the height alone. */
  public static Batch seal(Ledger ledger, String lines) throws Exception {
    return seal(ledger, ledger.head().height() + 1, ledger.head().hash(), lines);
  }

  private static Batch seal(Ledger ledger, long height, Digest parent, String lines)
      throws Exception {
    Digest seed = Sha256.of(Long.toString(height).getBytes(StandardCharsets.UTF_8));
    Ledger.Slot slot = new Ledger.Slot(height, parent, height * 1000, seed);
    byte[] text = lines.getBytes(StandardCharsets.UTF_8);
    return ledger.seal(
        "test",
        TransactionsFile.parse("test", new ByteArrayInputStream(text), ledger.protocol()),
        slot);
  }

  public static Ledger.Committed commit(Ledger ledger, String lines) throws Exception {
    return ledger.commit(seal(ledger, lines));
  }

  /** Commits a batch at a height that may have it already, and returns the hash of its header. */
  static Digest commitAt(Ledger ledger, long height, Digest parent, String lines) throws Exception {
    return ledger.commit(seal(ledger, height, parent, lines)).outcome().header().hash();
  }

  /** What is said of a receipt's failure, without names of modules; empty where it succeeded. */
  public static String error(Receipt receipt) {
    return receipt.failure().map(Sentences.nameless()::of).orElse("");
  }

  public static String deploy(String actor) {
    return "{\"actor\":\"system\",\"method\":\"deploy\",\"args\":{\"actor\":\"" + actor
        + "\",\"module\":\"counter@1.0.0\",\"init\":{}},\"sender\":\"alice\"}\n";
  }

  public static String increment(String actor, long by) {
    return "{\"actor\":\"" + actor + "\",\"method\":\"increment\",\"args\":{\"by\":" + by
        + "},\"sender\":\"bob\"}\n";
  }

  @Override
  public void close() {
    execution.close();
    store.close();
  }
}
