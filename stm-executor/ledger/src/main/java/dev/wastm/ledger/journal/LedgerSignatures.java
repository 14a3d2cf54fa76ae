package dev.wastm.ledger.journal;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.key.SigningKey;
import dev.wastm.ledger.key.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who vouches for a ledger: for its genesis, and for its headers. A signature lies beside the journal, one object for each key, because a
 * record must be the same bytes whoever writes it. A header names the one before, so that one signature speaks for all heights up to its
 * own. What lies where a signature should, and is none, is never taken for the absence of one. Thread-safe.
 */
public final class LedgerSignatures {
  private static final byte[] HEADER_DOMAIN =
      "WASTM header 1\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] GENESIS_DOMAIN =
      "WASTM genesis 1\0".getBytes(StandardCharsets.US_ASCII);
  private static final String SUFFIX = ".sig";

  /** More than anybody signs with; what lies beside those is not looked at. */
  private static final int LISTED_MAX = 1_000;

  private final BlobStore store;
  private final String ledger;

  public LedgerSignatures(BlobStore store, String ledger) {
    this.store = store;
    this.ledger = ledger;
  }

  /**
   * What is signed.
   *
   * @param folder where its signatures lie, below the ledger's
   * @param name what sentences call it
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Subject(String folder, String name, byte[] message) {
    static Subject of(BatchHeader.Sealed header) {
      long height = header.header().height();
      return new Subject(
          HeightName.of(height),
          "header of height " + height,
          message(HEADER_DOMAIN, header.hash()));
    }

    static Subject of(Genesis.Sealed genesis) {
      return new Subject(
          "genesis/" + genesis.hash().hex(), "genesis", message(GENESIS_DOMAIN, genesis.hash()));
    }

    private static byte[] message(byte[] domain, Digest hash) {
      byte[] bytes = Arrays.copyOf(domain, domain.length + Digest.LENGTH_BYTES);
      System.arraycopy(hash.toByteArray(), 0, bytes, domain.length, Digest.LENGTH_BYTES);
      return bytes;
    }
  }

  /** Signs a stored header as {@link #sign(Genesis.Sealed, SigningKey)} signs a genesis. */
  public Optional<String> sign(BatchHeader.Sealed header, SigningKey key) {
    return sign(Subject.of(header), key);
  }

  /**
   * Signs a genesis; doing so again changes nothing. Once this returns, the signature is there: what was in its place and was none is kept
   * in {@code ledgers/<ledger>/quarantine/}.
   *
   * @return a sentence about what was in its place; empty where nothing was
   */
  public Optional<String> sign(Genesis.Sealed genesis, SigningKey key) {
    return sign(Subject.of(genesis), key);
  }

  private Optional<String> sign(Subject subject, SigningKey key) {
    BlobKey at = key(subject, key.verification());
    byte[] signature = key.sign(subject.message());
    if (store.putIfAbsent(at, signature)) {
      return Optional.empty();
    }
    byte[] stored = find(at).orElse(signature);
    if (Arrays.equals(stored, signature)) {
      return Optional.empty();
    }
    BlobKey aside =
        BlobKey.of("ledgers/" + ledger + "/quarantine/" + Sha256.of(stored).hex() + SUFFIX);
    boolean unused = store.putIfAbsent(aside, stored);
    store.put(at, signature, PutMode.OVERWRITE);
    return Optional.of("The object " + at + " was no signature of " + key.verification()
        + " over the " + subject.name() + "; what it began with is kept as " + aside
        + ", and the signature is in its place.");
  }

  /** Why a key cannot be said to have signed a header, as the end of a sentence; empty where it has. */
  public Optional<String> lacking(BatchHeader.Sealed header, VerificationKey by) {
    return lacking(Subject.of(header), by);
  }

  /** Why a key cannot be said to have signed a genesis, as the end of a sentence; empty where it has. */
  public Optional<String> lacking(Genesis.Sealed genesis, VerificationKey by) {
    return lacking(Subject.of(genesis), by);
  }

  private Optional<String> lacking(Subject subject, VerificationKey by) {
    BlobKey at = key(subject, by);
    Optional<byte[]> signature = find(at);
    if (signature.isEmpty()) {
      return Optional.of("the " + subject.name() + " has no signature of " + by);
    }
    return by.verifies(subject.message(), signature.get())
        ? Optional.empty()
        : Optional.of("the object " + at + " is no signature of " + by + " over the "
            + subject.name() + ", though it lies where that belongs");
  }

  /** @throws NotAdmittedException where the key has not signed the genesis */
  public void requireAdmitted(Genesis.Sealed genesis, VerificationKey by)
      throws NotAdmittedException {
    Optional<String> lacking = lacking(genesis, by);
    if (lacking.isPresent()) {
      throw new NotAdmittedException(ledger, genesis.hash(), lacking.get());
    }
  }

  /** Gives another ledger, or another store's copy of this one, the signatures of a header, which it has as well. Only what is one is copied. */
  public void copy(BatchHeader.Sealed header, LedgerSignatures to) {
    copy(Subject.of(header), to);
  }

  /** Gives another store's copy of this ledger the signatures of its genesis. */
  public void copy(Genesis.Sealed genesis, LedgerSignatures to) {
    copy(Subject.of(genesis), to);
  }

  private void copy(Subject subject, LedgerSignatures to) {
    for (VerificationKey key : signers(subject).keys()) {
      find(key(subject, key)).ifPresent(signature -> {
        boolean unused = to.store.putIfAbsent(to.key(subject, key), signature);
      });
    }
  }

  /**
   * What lies where signatures belong.
   *
   * @param keys those that have signed, in the order of their names
   * @param faults a sentence for each object that is no signature
   */
  public record Signers(List<VerificationKey> keys, List<String> faults) {
    public Signers {
      keys = List.copyOf(keys);
      faults = List.copyOf(faults);
    }
  }

  /** Who has signed a header. */
  public Signers signers(BatchHeader.Sealed header) {
    return signers(Subject.of(header));
  }

  /** Who has signed a genesis. */
  public Signers signers(Genesis.Sealed genesis) {
    return signers(Subject.of(genesis));
  }

  private Signers signers(Subject subject) {
    List<VerificationKey> keys = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    String folder = folder(subject);
    try (Stream<BlobInfo> blobs = store.list(folder)) {
      blobs.limit(LISTED_MAX).forEach(blob -> {
        String file = blob.key().toString().substring(folder.length());
        Optional<VerificationKey> key = file.endsWith(SUFFIX)
            ? VerificationKey.ofHex(file.substring(0, file.length() - SUFFIX.length()))
            : Optional.empty();
        if (key.isPresent() && lacking(subject, key.get()).isEmpty()) {
          keys.add(key.get());
        } else {
          faults.add("The object " + blob.key() + " of " + blob.sizeBytes()
              + " bytes is no signature over the " + subject.name() + ".");
        }
      });
    }
    return new Signers(keys, faults);
  }

  private Optional<byte[]> find(BlobKey at) {
    return SmallObject.find(store, at, VerificationKey.SIGNATURE_BYTES);
  }

  private BlobKey key(Subject subject, VerificationKey signer) {
    return BlobKey.of(folder(subject) + signer.hex() + SUFFIX);
  }

  private String folder(Subject subject) {
    return "ledgers/" + ledger + "/signatures/" + subject.folder() + "/";
  }
}
