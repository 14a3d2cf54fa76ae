package dev.wastm.wasm;

import java.io.ByteArrayOutputStream;

/** Writes the binary format of WebAssembly: LEB128 numbers and opcodes. Confined to one thread. */
final class WasmBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  WasmBytes raw(byte[] bytes, int from, int to) {
    out.write(bytes, from, to - from);
    return this;
  }

  WasmBytes raw(byte[] bytes) {
    return raw(bytes, 0, bytes.length);
  }

  /** Opcodes and other single bytes. */
  WasmBytes op(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  WasmBytes unsigned(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
    return this;
  }

  WasmBytes signed(long value) {
    long rest = value;
    while (rest > 63 || rest < -64) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>= 7;
    }
    out.write((int) (rest & 0x7f));
    return this;
  }

  int size() {
    return out.size();
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }
}
