package dev.wastm.ledger.state;

import dev.wastm.stm.Counters;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Counters as the guest ABI has them: 8 bytes, little endian. A value of another length counts as 0, because an addition does not read. */
final class StoredCounters implements Counters<byte[]> {
  static final StoredCounters INSTANCE = new StoredCounters();

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private StoredCounters() {}

  @Override
  public long get(byte @Nullable [] value) {
    return value == null || value.length != Long.BYTES ? 0 : (long) LONG.get(value, 0);
  }

  @Override
  public byte[] of(long number) {
    byte[] value = new byte[Long.BYTES];
    LONG.set(value, 0, number);
    return value;
  }
}
