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
  pointer: usize = heap.alloc(FIRST_CAPACITY);
  private capacity: i32 = FIRST_CAPACITY;
  private length: i32 = 0;
  private ended: bool = false;

  /** Adds a whole number. */
  integer(name: string, value: i64): this {
    this.name(name);
    this.reserve(NUMBER_BYTES);
    if (value < 0) this.push(0x2d);
    this.digits(value < 0 ? 0 - <u64>value : <u64>value);
    return this;
  }

  /** Adds a text. */
  text(name: string, value: string): this {
    this.name(name);
    this.reserve(value.length * UNIT_BYTES + 2);
    this.quoted(value);
    return this;
  }

  /** Adds a true or a false. */
  bool(name: string, value: bool): this {
    this.name(name);
    this.ascii(value ? "true" : "false");
    return this;
  }

  /** Adds an object. */
  object(name: string, value: JsonObject): this {
    this.name(name);
    const length = value.end();
    this.reserve(length);
    memory.copy(this.pointer + this.length, value.pointer, length);
    this.length += length;
    return this;
  }

  /** Closes the object and returns its length in bytes. Nothing can be added after. */
  end(): i32 {
    if (!this.ended) {
      this.reserve(2);
      if (this.length == 0) this.push(0x7b);
      this.push(0x7d);
      this.ended = true;
    }
    return this.length;
  }

  private name(name: string): void {
    assert(!this.ended, "a closed JSON object takes no more members");
    this.reserve(name.length * UNIT_BYTES + 4);
    this.push(this.length == 0 ? 0x7b : 0x2c);
    this.quoted(name);
    this.push(0x3a);
  }

  /** There must be room for it. */
  private quoted(value: string): void {
    const units = changetype<usize>(value);
    const length = value.length;
    let at = this.pointer + this.length;
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
    store<u8>(at++, QUOTE);
    this.length = <i32>(at - this.pointer);
  }

  private digits(value: u64): void {
    let count = 1;
    for (let rest = value / 10; rest != 0; rest /= 10) count++;
    for (let at = this.pointer + this.length + count - 1; ; at--) {
      store<u8>(at, 0x30 + <u8>(value % 10));
      value /= 10;
      if (value == 0) break;
    }
    this.length += count;
  }

  private ascii(value: string): void {
    this.reserve(value.length);
    for (let i = 0; i < value.length; i++) this.push(<u8>value.charCodeAt(i));
  }

  private push(byte: u8): void {
    store<u8>(this.pointer + this.length++, byte);
  }

  private reserve(bytes: i32): void {
    const needed = this.length + bytes;
    if (needed > this.capacity) this.grow(needed);
  }

  private grow(needed: i32): void {
    const capacity = max(needed, this.capacity * 2);
    const moved = heap.alloc(capacity);
    memory.copy(moved, this.pointer, this.length);
    this.pointer = moved;
    this.capacity = capacity;
  }
}

/** Writes an escaped character and returns where the next goes. */
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
