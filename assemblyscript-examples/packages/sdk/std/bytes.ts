// Bytes as the host sees them: a static array's own address is that of its first byte.
export type Bytes = StaticArray<u8>;

/** The text in UTF-8; lone surrogates become U+FFFD. */
export function utf8(text: string): Bytes {
  const ascii = changetype<Bytes>(__new(<usize>text.length, idof<Bytes>()));
  if (encodeAscii(text, changetype<usize>(ascii))) return ascii;
  const bytes = new StaticArray<u8>(String.UTF8.byteLength(text));
  String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, changetype<usize>(bytes));
  return bytes;
}

/** The text of `length` bytes of UTF-8 at `pointer`. */
export function text(pointer: usize, length: i32): string {
  const ascii = changetype<string>(__new(<usize>length << 1, idof<string>()));
  return decodeAscii(pointer, length, changetype<usize>(ascii)) ? ascii : String.UTF8.decodeUnsafe(pointer, length);
}

/** Writes a byte for each character at `to`, and says whether that is the text in UTF-8: most texts are plain ASCII. */
export function encodeAscii(text: string, to: usize): bool {
  const units = changetype<usize>(text);
  for (let i: usize = 0, length = <usize>text.length; i < length; i++) {
    const unit = load<u16>(units + (i << 1));
    if (unit >= 0x80) return false;
    store<u8>(to + i, unit);
  }
  return true;
}

function decodeAscii(pointer: usize, length: usize, to: usize): bool {
  for (let i: usize = 0; i < length; i++) {
    const byte = load<u8>(pointer + i);
    if (byte >= 0x80) return false;
    store<u16>(to + (i << 1), byte);
  }
  return true;
}
