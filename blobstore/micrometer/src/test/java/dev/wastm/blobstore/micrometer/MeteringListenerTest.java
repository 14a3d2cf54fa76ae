package dev.wastm.blobstore.micrometer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.blobstore.layer.ObservedBlobStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class MeteringListenerTest {
  private static final BlobKey KEY = BlobKey.of("k");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final BlobStore store =
      new ObservedBlobStore(BlobStores.open("memory:"), new MeteringListener(registry));

  @Test
  void callsAreTimedByOutcomeAndBytesCounted() {
    store.put(KEY, new byte[100], PutMode.IF_ABSENT);
    assertThrows(BlobStoreException.class, () -> store.put(KEY, new byte[50], PutMode.IF_ABSENT));
    assertArrayEquals(new byte[100], store.get(KEY));
    assertArrayEquals(new byte[100], store.get(KEY));
    store.delete(KEY);
    assertThrows(BlobStoreException.class, () -> store.get(KEY));
    assertEquals(1, calls("put", "success"));
    assertEquals(1, calls("put", "already_exists"));
    assertEquals(2, calls("read", "success"));
    assertEquals(1, calls("read", "not_found"));
    assertEquals(1, calls("delete", "success"));
    assertEquals(100, amount("put"));
    assertEquals(200, amount("read"));
  }

  private long calls(String operation, String outcome) {
    return registry
        .get(MeteringListener.CALLS)
        .tags("operation", operation, "outcome", outcome)
        .timer()
        .count();
  }

  private double amount(String operation) {
    return registry
        .get(MeteringListener.AMOUNT)
        .tags("operation", operation)
        .counter()
        .count();
  }
}
