package dev.wastm.wasm;

/** Reads the binary format of WebAssembly from bytes that a parser has found well formed. Confined to one thread. */
final class WasmReader {
  private final byte[] bytes;
  private int position;

  WasmReader(byte[] bytes, int position) {
    this.bytes = bytes;
    this.position = position;
  }

  int position() {
    return position;
  }

  boolean hasMore() {
    return position < bytes.length;
  }

  void skipTo(int newPosition) {
    position = newPosition;
  }

  int u8() {
    return bytes[position++] & 0xff;
  }

  int unsigned() {
    int value = 0;
    int shift = 0;
    int b;
    do {
      b = u8();
      value |= (b & 0x7f) << shift;
      shift += 7;
    } while ((b & 0x80) != 0);
    return value;
  }
}
