package dev.wastm.ledger.journal;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.key.SigningKey;
import dev.wastm.ledger.key.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who vouches for a ledger's headers. A signature lies beside the journal, one object for each key, because a record must be the same bytes
 * whoever writes it. A header names the one before, so that one signature speaks for all heights up to its own. Thread-safe.
 */
public final class HeaderSignatures {
  private static final byte[] DOMAIN = "WASTM header 1\0".getBytes(StandardCharsets.US_ASCII);
  private static final String SUFFIX = ".sig";

  private final BlobStore store;
  private final String ledger;

  public HeaderSignatures(BlobStore store, String ledger) {
    this.store = store;
    this.ledger = ledger;
  }

  /** Signs a stored header; doing so again changes nothing. */
  public void sign(BatchHeader.Sealed header, SigningKey key) {
    BlobKey at = key(header.header().height(), key.verification());
    boolean unused = store.putIfAbsent(at, key.sign(signedBytes(header.hash())));
  }

  /** Whether a key has signed a header. */
  public boolean isSigned(BatchHeader.Sealed header, VerificationKey by) {
    return store
        .find(key(header.header().height(), by), VerificationKey.SIGNATURE_BYTES)
        .map(signature -> by.verifies(signedBytes(header.hash()), signature))
        .orElse(false);
  }

  /** Gives another ledger, or another store's copy of this one, the signatures of a height; it has the very same header there. */
  public void copy(long height, HeaderSignatures to) {
    String folder = folder(height);
    try (Stream<BlobInfo> blobs = store.list(folder)) {
      blobs.filter(blob -> blob.sizeBytes() == VerificationKey.SIGNATURE_BYTES).forEach(blob -> {
        String file = blob.key().toString().substring(folder.length());
        boolean unused = to.store.putIfAbsent(
            BlobKey.of(to.folder(height) + file),
            store.get(blob.key(), VerificationKey.SIGNATURE_BYTES));
      });
    }
  }

  /** The keys that have signed a header, in the order of their names. A signature that does not hold is passed over. */
  public List<VerificationKey> signers(BatchHeader.Sealed header) {
    String folder = folder(header.header().height());
    try (Stream<BlobInfo> blobs = store.list(folder)) {
      return blobs
          .filter(blob -> blob.sizeBytes() == VerificationKey.SIGNATURE_BYTES)
          .flatMap(blob -> signer(folder, blob.key(), header.hash()).stream())
          .toList();
    }
  }

  private Optional<VerificationKey> signer(String folder, BlobKey at, Digest hash) {
    String file = at.toString().substring(folder.length());
    return VerificationKey.ofHex(file.replace(SUFFIX, ""))
        .filter(
            key -> key.verifies(signedBytes(hash), store.get(at, VerificationKey.SIGNATURE_BYTES)));
  }

  private static byte[] signedBytes(Digest hash) {
    byte[] bytes = Arrays.copyOf(DOMAIN, DOMAIN.length + Digest.LENGTH_BYTES);
    System.arraycopy(hash.toByteArray(), 0, bytes, DOMAIN.length, Digest.LENGTH_BYTES);
    return bytes;
  }

  private BlobKey key(long height, VerificationKey signer) {
    return BlobKey.of(folder(height) + signer.hex() + SUFFIX);
  }

  private String folder(long height) {
    return "ledgers/" + ledger + "/signatures/" + HeightName.of(height) + "/";
  }
}
