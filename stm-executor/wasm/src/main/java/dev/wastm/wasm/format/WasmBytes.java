package dev.wastm.wasm.format;

import java.io.ByteArrayOutputStream;

/** Writes the binary format of WebAssembly: LEB128 numbers and opcodes. Confined to one thread. */
public final class WasmBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public WasmBytes raw(byte[] bytes, int from, int to) {
    out.write(bytes, from, to - from);
    return this;
  }

  public WasmBytes raw(byte[] bytes) {
    return raw(bytes, 0, bytes.length);
  }

  /** Opcodes and other single bytes. */
  public WasmBytes op(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  public WasmBytes unsigned(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
    return this;
  }

  public WasmBytes signed(long value) {
    long rest = value;
    while (rest > 63 || rest < -64) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>= 7;
    }
    out.write((int) (rest & 0x7f));
    return this;
  }

  public int size() {
    return out.size();
  }

  public byte[] toByteArray() {
    return out.toByteArray();
  }
}
