import { encodeAscii } from "./bytes";

const QUOTE: u8 = 0x22;
const BACKSLASH: u8 = 0x5c;
const HEX = memory.data<u8>([0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66]);

/** Enough for most outputs and events; larger ones move to twice the room. */
const FIRST_CAPACITY: i32 = 128;

/** The longest a 64-bit number gets: a sign and 20 digits. */
const NUMBER_BYTES: i32 = 21;

/** A UTF-16 unit takes at most 6 bytes: \u00XX. */
const UNIT_BYTES: i32 = 6;

/** A JSON object under construction: members in the order in which they are added. */
export class JsonObject {
  /** Where the text begins; it moves where the text outgrows its room. */
  pointer: usize = heap.alloc(FIRST_CAPACITY);
  private at: usize;
  private limit: usize;
  private ended: bool = false;

  constructor() {
    this.at = this.pointer;
    this.limit = this.pointer + FIRST_CAPACITY;
  }

  /** Adds a whole number. */
  integer(name: string, value: i64): this {
    let at = this.begin(name, NUMBER_BYTES);
    if (value < 0) store<u8>(at++, 0x2d);
    this.at = digits(at, value < 0 ? 0 - <u64>value : <u64>value);
    return this;
  }

  /** Adds a text. */
  text(name: string, value: string): this {
    this.at = quoted(this.begin(name, value.length * UNIT_BYTES + 2), value);
    return this;
  }

  /** Adds a true or a false. */
  bool(name: string, value: bool): this {
    const word = value ? "true" : "false";
    const at = this.begin(name, word.length);
    encodeAscii(word, at);
    this.at = at + word.length;
    return this;
  }

  /** Adds an object. */
  object(name: string, value: JsonObject): this {
    const length = value.end();
    const at = this.begin(name, length);
    memory.copy(at, value.pointer, length);
    this.at = at + length;
    return this;
  }

  /** Closes the object and returns its length in bytes. Nothing can be added after. */
  end(): i32 {
    if (!this.ended) {
      this.reserve(2);
      if (this.at == this.pointer) store<u8>(this.at++, 0x7b);
      store<u8>(this.at++, 0x7d);
      this.ended = true;
    }
    return <i32>(this.at - this.pointer);
  }

  /** Writes all of a member but its value, makes room for that, and returns where it goes. */
  private begin(name: string, valueBytes: i32): usize {
    assert(!this.ended, "a closed JSON object takes no more members");
    this.reserve(name.length * UNIT_BYTES + 4 + valueBytes);
    const start = this.at;
    store<u8>(start, start == this.pointer ? 0x7b : 0x2c);
    const at = quoted(start + 1, name);
    store<u8>(at, 0x3a);
    return at + 1;
  }

  private reserve(bytes: i32): void {
    if (this.at + bytes > this.limit) this.grow(bytes);
  }

  private grow(bytes: i32): void {
    const length = <i32>(this.at - this.pointer);
    const capacity = max(length + bytes, 2 * <i32>(this.limit - this.pointer));
    const moved = heap.alloc(capacity);
    memory.copy(moved, this.pointer, length);
    this.pointer = moved;
    this.at = moved + length;
    this.limit = moved + capacity;
  }
}

// Each of these writes at `at`, where there must be room, and returns where the next goes.

function quoted(at: usize, value: string): usize {
  const units = changetype<usize>(value);
  const length = value.length;
  store<u8>(at++, QUOTE);
  for (let i = 0; i < length; i++) {
    const unit = load<u16>(units + (<usize>i << 1));
    if (unit >= 0x20 && unit < 0x80 && unit != QUOTE && unit != BACKSLASH) {
      store<u8>(at++, unit);
    } else if (unit < 0x80) {
      at = escaped(at, <u8>unit);
    } else {
      const start = i;
      while (i + 1 < length && load<u16>(units + (<usize>(i + 1) << 1)) >= 0x80) i++;
      at += <usize>String.UTF8.encodeUnsafe(units + (<usize>start << 1), i + 1 - start, at);
    }
  }
  store<u8>(at, QUOTE);
  return at + 1;
}

function digits(at: usize, value: u64): usize {
  let end = at + 1;
  for (let rest = value / 10; rest != 0; rest /= 10) end++;
  let digit = end;
  do {
    store<u8>(--digit, 0x30 + <u8>(value % 10));
    value /= 10;
  } while (digit != at);
  return end;
}

function escaped(at: usize, character: u8): usize {
  store<u8>(at, BACKSLASH);
  if (character == QUOTE || character == BACKSLASH) {
    store<u8>(at, character, 1);
    return at + 2;
  }
  store<u8>(at, 0x75, 1);
  store<u8>(at, 0x30, 2);
  store<u8>(at, 0x30, 3);
  store<u8>(at, load<u8>(HEX + (character >> 4)), 4);
  store<u8>(at, load<u8>(HEX + (character & 15)), 5);
  return at + UNIT_BYTES;
}
