// Bytes as the host sees them: a static array's own address is that of its first byte.
export type Bytes = StaticArray<u8>;

/** The text in UTF-8; lone surrogates become U+FFFD. */
export function utf8(text: string): Bytes {
  const length = String.UTF8.byteLength(text);
  const bytes = new StaticArray<u8>(length);
  String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, changetype<usize>(bytes));
  return bytes;
}

/** The text of `length` bytes of UTF-8 at `pointer`. */
export function text(pointer: usize, length: i32): string {
  return String.UTF8.decodeUnsafe(pointer, length);
}
