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
    this.reserve(1);
    this.push(this.length == 0 ? 0x7b : 0x2c);
    this.quoted(name);
    this.reserve(1);
    this.push(0x3a);
  }

  private quoted(value: string): void {
    this.reserve(value.length * UNIT_BYTES + 2);
    this.push(QUOTE);
    let start = 0;
    for (let i = 0; i < value.length; i++) {
      const unit = value.charCodeAt(i);
      if (unit >= 0x20 && unit < 0x80 && unit != QUOTE && unit != BACKSLASH) {
        this.push(<u8>unit);
      } else if (unit < 0x80) {
        this.escaped(<u8>unit);
      } else {
        start = i;
        while (i + 1 < value.length && value.charCodeAt(i + 1) >= 0x80) i++;
        const units = changetype<usize>(value) + (<usize>start << 1);
        this.length += <i32>String.UTF8.encodeUnsafe(units, i + 1 - start, this.pointer + this.length);
      }
    }
    this.push(QUOTE);
  }

  private escaped(character: u8): void {
    this.push(BACKSLASH);
    if (character == QUOTE || character == BACKSLASH) {
      this.push(character);
      return;
    }
    this.push(0x75);
    this.push(0x30);
    this.push(0x30);
    this.push(load<u8>(HEX + (character >> 4)));
    this.push(load<u8>(HEX + (character & 15)));
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
    if (needed <= this.capacity) return;
    const capacity = max(needed, this.capacity * 2);
    const moved = heap.alloc(capacity);
    memory.copy(moved, this.pointer, this.length);
    this.pointer = moved;
    this.capacity = capacity;
  }
}
