import { text } from "./bytes";
import { revert } from "./revert";

const QUOTE: u8 = 0x22;
const BACKSLASH: u8 = 0x5c;

/** Deeper arguments are refused, so that reading them takes bounded stack. */
const DEPTH_MAX: i32 = 32;

// JSON in UTF-8 (RFC 8259), read where it lies. Each function begins at `at`, goes no further than `end`, and returns the
// place behind what it passed over; it reverts where that is malformed. Nothing is decoded, and nothing written to memory.

/** The place of the next byte that is no white space, or `end`. */
export function skipSpace(at: usize, end: usize): usize {
  for (; at < end; at++) {
    const c = load<u8>(at);
    if (c > 0x20 || (c != 0x20 && c != 0x0a && c != 0x0d && c != 0x09)) break;
  }
  return at;
}

/** The byte at a place, or 0 at the end: outside of texts no JSON has one. */
export function byteAt(at: usize, end: usize): u8 {
  return at < end ? load<u8>(at) : 0;
}

/** Passes over white space and `byte`. */
export function expect(byte: u8, at: usize, end: usize): usize {
  const next = skipSpace(at, end);
  if (byteAt(next, end) != byte) malformed();
  return next + 1;
}

/** Passes over white space and a text with its quotes. */
export function skipText(at: usize, end: usize): usize {
  at = expect(QUOTE, at, end);
  while (at < end) {
    const c = load<u8>(at++);
    if (c == QUOTE) return at;
    if (c == BACKSLASH) at = skipEscape(at, end);
    else if (c < 0x20) malformed();
  }
  malformed();
  return end;
}

/** Passes over white space and any value. */
export function skipValue(at: usize, end: usize, depth: i32 = 0): usize {
  if (depth > DEPTH_MAX) revert("the arguments are nested too deeply");
  at = skipSpace(at, end);
  const c = byteAt(at, end);
  if (c == QUOTE) return skipText(at, end);
  if (c == 0x7b) return skipObject(at + 1, end, depth);
  if (c == 0x5b) return skipArray(at + 1, end, depth);
  if (c == 0x74) return skipWord("true", at, end);
  if (c == 0x66) return skipWord("false", at, end);
  if (c == 0x6e) return skipWord("null", at, end);
  return skipNumber(at, end);
}

function skipObject(at: usize, end: usize, depth: i32): usize {
  at = skipSpace(at, end);
  if (byteAt(at, end) == 0x7d) return at + 1;
  while (true) {
    at = expect(0x3a, skipText(at, end), end);
    at = skipSpace(skipValue(at, end, depth + 1), end);
    if (byteAt(at, end) != 0x2c) return expect(0x7d, at, end);
    at++;
  }
}

function skipArray(at: usize, end: usize, depth: i32): usize {
  at = skipSpace(at, end);
  if (byteAt(at, end) == 0x5d) return at + 1;
  while (true) {
    at = skipSpace(skipValue(at, end, depth + 1), end);
    if (byteAt(at, end) != 0x2c) return expect(0x5d, at, end);
    at++;
  }
}

function skipWord(word: string, at: usize, end: usize): usize {
  for (let i = 0; i < word.length; i++, at++) {
    if (byteAt(at, end) != <u8>word.charCodeAt(i)) malformed();
  }
  return at;
}

function skipNumber(at: usize, end: usize): usize {
  if (byteAt(at, end) == 0x2d) at++;
  at = byteAt(at, end) == 0x30 ? at + 1 : skipDigits(at, end);
  if (byteAt(at, end) == 0x2e) at = skipDigits(at + 1, end);
  if ((byteAt(at, end) | 0x20) == 0x65) {
    const sign = byteAt(++at, end);
    at = skipDigits(sign == 0x2b || sign == 0x2d ? at + 1 : at, end);
  }
  return at;
}

function skipDigits(at: usize, end: usize): usize {
  const start = at;
  while (isDigit(byteAt(at, end))) at++;
  if (at == start) malformed();
  return at;
}

/** Passes over what follows a backslash. */
function skipEscape(at: usize, end: usize): usize {
  const c = byteAt(at, end);
  if (c != 0x75) {
    if (unescaped(c) < 0) malformed();
    return at + 1;
  }
  for (let i: usize = 1; i <= 4; i++) {
    if (hexDigit(byteAt(at + i, end)) < 0) malformed();
  }
  return at + 5;
}

/** The text between `start` and `end`, quotes excluded, which {@link skipText} has passed over. */
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
