package dev.wastm.wasm.abi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The input of one call, as the guest ABI lays it out: VmInput, little endian. */
public final class GuestCall {
  private static final byte ABI_VERSION = 1;
  private static final int FRAMING_BYTES = 1 + 2 + 4;
  private static final int METHOD_BYTES_MAX = 0xffff;

  private GuestCall() {}

  /** @throws IllegalArgumentException where the method is longer than its length field allows */
  public static byte[] encode(byte[] method, byte[] args) {
    if (method.length > METHOD_BYTES_MAX) {
      throw new IllegalArgumentException(
          "A method's name has at most " + METHOD_BYTES_MAX + " bytes.");
    }
    return ByteBuffer.allocate(FRAMING_BYTES + method.length + args.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(ABI_VERSION)
        .putShort((short) method.length)
        .put(method)
        .putInt(args.length)
        .put(args)
        .array();
  }
}
