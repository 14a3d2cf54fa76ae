package dev.wastm.ledger.journal;

import com.google.protobuf.ByteString;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.key.SigningKey;
import java.util.Optional;

/** The sealed file beside a ledger's journal that holds its {@link Genesis}: written once, before the first batch. Thread-safe. */
public final class GenesisFile {
  /** Room for some hundred forks of forks. */
  public static final int SIZE_BYTES_MAX = 64 * 1024;

  private final BlobStore store;
  private final String ledger;

  public GenesisFile(BlobStore store, String ledger) {
    this.store = store;
    this.ledger = ledger;
  }

  public static BlobKey key(String ledger) {
    return BlobKey.of("ledgers/" + ledger + "/genesis");
  }

  /**
   * The ledger's genesis; empty where there is none.
   *
   * @throws CorruptRecordException where the file is damaged, or another ledger's
   */
  public Optional<Genesis.Sealed> find() throws CorruptRecordException {
    Optional<byte[]> file = SmallObject.find(store, key(ledger), SIZE_BYTES_MAX);
    return file.isPresent() ? Optional.of(decode(file.get())) : Optional.empty();
  }

  private Genesis.Sealed decode(byte[] file) throws CorruptRecordException {
    if (file.length > SIZE_BYTES_MAX) {
      throw damaged("it has more than " + SIZE_BYTES_MAX + " bytes");
    }
    ByteString content = SealedFile.GENESIS
        .open(file)
        .orElseThrow(() -> damaged("its bytes do not have the digest they were stored with"));
    Genesis.Sealed genesis = unseal(content);
    if (!genesis.genesis().ledger().equals(ledger)) {
      throw damaged("it is that of the ledger \"" + genesis.genesis().ledger() + "\"");
    }
    return genesis;
  }

  private Genesis.Sealed unseal(ByteString content) throws CorruptRecordException {
    try {
      return Genesis.unseal(content);
    } catch (IllegalArgumentException e) {
      throw damaged("it cannot be read: " + e.getMessage());
    }
  }

  private CorruptRecordException damaged(String what) {
    return CorruptRecordException.ofGenesis(ledger, "is damaged: " + what);
  }

  /**
   * Makes a new ledger, unless it has been made. Who makes it signs its genesis before it is stored, so that one that this key made is never
   * without its signature.
   *
   * @param signer who will sign the headers; empty where nobody does
   * @return the genesis that is stored: another's, where that was first
   * @throws IllegalArgumentException where it is a fork of too many forks, as a sentence
   * @throws CorruptRecordException where the file that is there is damaged
   */
  public Genesis.Sealed make(Genesis.Sealed genesis, Optional<SigningKey> signer)
      throws CorruptRecordException {
    if (signer.isPresent()) {
      Optional<String> unused = new LedgerSignatures(store, ledger).sign(genesis, signer.get());
    }
    return put(genesis) ? genesis : find().orElse(genesis);
  }

  /**
   * Stores a genesis where there is none.
   *
   * @return whether this call stored it
   * @throws IllegalArgumentException where it is a fork of too many forks, as a sentence
   */
  public boolean put(Genesis.Sealed genesis) {
    byte[] file = SealedFile.GENESIS.seal(genesis.bytes());
    if (file.length > SIZE_BYTES_MAX) {
      throw new IllegalArgumentException("The genesis of the ledger \"" + ledger
          + "\" names all the ledgers that it comes from, which have become too many for "
          + SIZE_BYTES_MAX + " bytes. Fork one that was forked less often.");
    }
    return store.putIfAbsent(key(ledger), file);
  }
}
