import { text } from "./bytes";
import { revert } from "./revert";

const QUOTE: u8 = 0x22;
const BACKSLASH: u8 = 0x5c;

/** Deeper arguments are refused, so that reading them takes bounded stack. */
const DEPTH_MAX: i32 = 32;

/**
 * Reads JSON in UTF-8 (RFC 8259) where it lies, one value after the other; reverts where it is malformed. Texts are
 * passed over as they stand and decoded only where they are asked for.
 */
export class JsonReader {
  constructor(
    private at: usize,
    private readonly end: usize,
  ) {}

  /** The next byte after white space, or 0 at the end. */
  peek(): u8 {
    const end = this.end;
    for (let at = this.at; at < end; at++) {
      const c = load<u8>(at);
      if (c > 0x20 || (c != 0x20 && c != 0x0a && c != 0x0d && c != 0x09)) {
        this.at = at;
        return c;
      }
    }
    this.at = end;
    return 0;
  }

  position(): usize {
    return this.at;
  }

  expect(byte: u8): void {
    if (this.peek() != byte) malformed();
    this.at++;
  }

  /** Passes over `byte` if it is next. */
  accept(byte: u8): bool {
    if (this.peek() != byte) return false;
    this.at++;
    return true;
  }

  /** Passes over a text with its quotes. */
  skipText(): void {
    this.expect(QUOTE);
    const end = this.end;
    for (let at = this.at; at < end; at++) {
      const c = load<u8>(at);
      if (c == QUOTE) {
        this.at = at + 1;
        return;
      }
      if (c == BACKSLASH) at = this.skipEscape(at + 1);
      else if (c < 0x20) malformed();
    }
    malformed();
  }

  /** Passes over any value. */
  skipValue(depth: i32 = 0): void {
    if (depth > DEPTH_MAX) revert("the arguments are nested too deeply");
    const c = this.peek();
    if (c == QUOTE) this.skipText();
    else if (c == 0x7b) this.skipObject(depth);
    else if (c == 0x5b) this.skipArray(depth);
    else if (c == 0x74) this.skipWord("true");
    else if (c == 0x66) this.skipWord("false");
    else if (c == 0x6e) this.skipWord("null");
    else this.skipNumber();
  }

  private skipObject(depth: i32): void {
    this.expect(0x7b);
    if (this.accept(0x7d)) return;
    do {
      this.skipText();
      this.expect(0x3a);
      this.skipValue(depth + 1);
    } while (this.accept(0x2c));
    this.expect(0x7d);
  }

  private skipArray(depth: i32): void {
    this.expect(0x5b);
    if (this.accept(0x5d)) return;
    do {
      this.skipValue(depth + 1);
    } while (this.accept(0x2c));
    this.expect(0x5d);
  }

  private skipWord(word: string): void {
    for (let i = 0; i < word.length; i++, this.at++) {
      if (this.at >= this.end || load<u8>(this.at) != <u8>word.charCodeAt(i)) malformed();
    }
  }

  private skipNumber(): void {
    this.skipByte(0x2d);
    if (!this.skipByte(0x30)) this.skipDigits();
    if (this.skipByte(0x2e)) this.skipDigits();
    if (this.skipByte(0x65) || this.skipByte(0x45)) {
      if (!this.skipByte(0x2b)) this.skipByte(0x2d);
      this.skipDigits();
    }
  }

  private skipDigits(): void {
    const end = this.end;
    let at = this.at;
    while (at < end && isDigit(load<u8>(at))) at++;
    if (at == this.at) malformed();
    this.at = at;
  }

  private skipByte(byte: u8): bool {
    if (this.at >= this.end || load<u8>(this.at) != byte) return false;
    this.at++;
    return true;
  }

  /** Passes over what follows a backslash, and returns where its last character is. */
  private skipEscape(at: usize): usize {
    if (at >= this.end) malformed();
    const c = load<u8>(at);
    if (c != 0x75) {
      if (unescaped(c) < 0) malformed();
      return at;
    }
    for (let i: usize = 1; i <= 4; i++) {
      if (at + i >= this.end || hexDigit(load<u8>(at + i)) < 0) malformed();
    }
    return at + 4;
  }
}

/** The text between `start` and `end`, quotes excluded, which a reader has passed over. */
export function decodeText(start: usize, end: usize): string {
  let decoded = "";
  let plain = start;
  for (let at = start; at < end; ) {
    if (load<u8>(at) != BACKSLASH) {
      at++;
      continue;
    }
    const c = load<u8>(at + 1);
    decoded += text(plain, <i32>(at - plain));
    decoded += String.fromCharCode(c == 0x75 ? hexUnit(at + 2) : unescaped(c));
    at += c == 0x75 ? 6 : 2;
    plain = at;
  }
  return plain == start ? text(start, <i32>(end - start)) : decoded + text(plain, <i32>(end - plain));
}

export function isDigit(c: u8): bool {
  return c >= 0x30 && c <= 0x39;
}

function hexUnit(at: usize): i32 {
  let unit = 0;
  for (let i: usize = 0; i < 4; i++) unit = (unit << 4) | hexDigit(load<u8>(at + i));
  return unit;
}

function hexDigit(c: u8): i32 {
  if (isDigit(c)) return c - 0x30;
  const lower = c | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : -1;
}

/** The character that a backslash and `c` stand for, or -1. */
function unescaped(c: u8): i32 {
  switch (c) {
    case 0x22: return 0x22;
    case 0x5c: return 0x5c;
    case 0x2f: return 0x2f;
    case 0x62: return 0x08;
    case 0x66: return 0x0c;
    case 0x6e: return 0x0a;
    case 0x72: return 0x0d;
    case 0x74: return 0x09;
    default: return -1;
  }
}

function malformed(): void {
  revert("the arguments are not a JSON object");
}
