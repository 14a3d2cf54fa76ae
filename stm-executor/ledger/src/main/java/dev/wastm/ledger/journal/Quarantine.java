package dev.wastm.ledger.journal;

import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.ledger.hash.Sha256;
import java.util.Optional;

/**
 * Copies of damaged journal entries, as they were found, each named by its height and its digest. An entry is never taken out of the journal: an
 * empty place would let a second history begin. Thread-safe, and safe with other processes on the same store.
 */
public final class Quarantine {
  private final BlobStore store;
  private final String ledger;
  private final Journal journal;

  public Quarantine(BlobStore store, String ledger) {
    this.store = store;
    this.ledger = ledger;
    this.journal = new Journal(store, ledger);
  }

  /**
   * Keeps what is stored at a height; the same again changes nothing. Returns where; empty where nothing is stored, or something that is larger
   * than any entry may be, or than there is room for.
   */
  public Optional<BlobKey> keep(long height) {
    try {
      return RecordRoom.find(store, journal.key(height), height, 0)
          .map(found -> keep(height, found));
    } catch (CorruptRecordException | NoRoomException tooLarge) {
      return Optional.empty();
    }
  }

  private BlobKey keep(long height, byte[] found) {
    BlobKey key = BlobKey.of("ledgers/" + ledger + "/quarantine/" + HeightName.of(height) + "-"
        + Sha256.of(found).hex() + ".batch");
    boolean unused = store.putIfAbsent(key, found);
    return key;
  }

  /** Keeps what lies where the genesis belongs, or the beginning of it where that is larger than any genesis. */
  public void keepGenesis() {
    SmallObject.find(store, GenesisFile.key(ledger), GenesisFile.SIZE_BYTES_MAX)
        .ifPresent(found -> {
          BlobKey key = BlobKey.of(
              "ledgers/" + ledger + "/quarantine/" + Sha256.of(found).hex() + ".genesis");
          boolean unused = store.putIfAbsent(key, found);
        });
  }

  /** Keeps a damaged entry, and says so beside what is wrong with it. */
  public CorruptRecordException keep(CorruptRecordException damage) {
    try {
      return keep(damage.height()).map(damage::keptAs).orElse(damage);
    } catch (BlobStoreException e) {
      // The damage is what must be heard of, even where nothing can be stored.
      return damage;
    }
  }
}
