package dev.wastm.wasm.format;

/** Reads the binary format of WebAssembly from bytes that a parser has found well formed. Confined to one thread. */
public final class WasmReader {
  private final byte[] bytes;
  private int position;

  public WasmReader(byte[] bytes, int position) {
    this.bytes = bytes;
    this.position = position;
  }

  public int position() {
    return position;
  }

  public boolean hasMore() {
    return position < bytes.length;
  }

  public void skipTo(int newPosition) {
    position = newPosition;
  }

  public int u8() {
    return bytes[position++] & 0xff;
  }

  public int unsigned() {
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
