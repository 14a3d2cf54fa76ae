import * as env from "../env";
import { Bytes, encodeAscii, text, utf8 } from "./bytes";
import { revert } from "./revert";

/** The longest key that the host takes. */
const KEY_BYTES_MAX: i32 = 256;

/** Values this long or shorter are read with one call of the host. */
const BUFFER_BYTES: i32 = 256;

const buffer = memory.data(256, 8);

/** One value under one key of this actor's state: a number, a bool or a string. */
export class StateValue<T> {
  private readonly key: Bytes;

  /** `otherwise` is the value where nothing has been set. */
  constructor(
    key: string,
    private readonly otherwise: T,
  ) {
    this.key = utf8(key);
    assert(this.key.length > 0 && this.key.length <= KEY_BYTES_MAX, "a key has 1 to 256 bytes");
  }

  get(): T {
    return read<T>(changetype<usize>(this.key), this.key.length, this.otherwise);
  }

  set(value: T): void {
    write<T>(changetype<usize>(this.key), this.key.length, value);
  }

  exists(): bool {
    return env.state_exists(changetype<usize>(this.key), this.key.length) != 0;
  }

  delete(): void {
    env.state_delete(changetype<usize>(this.key), this.key.length);
  }
}

/** Values by name: each is a key of its own, so transactions on different names do not conflict. */
export class StateMap<T> {
  /** Room for the longest key, which begins with the prefix. */
  private readonly key: usize = heap.alloc(KEY_BYTES_MAX);
  private readonly prefixLength: i32;

  /** `prefix` begins the keys of all names; `otherwise` is the value of a name for which nothing has been set. */
  constructor(
    prefix: string,
    private readonly otherwise: T,
  ) {
    const bytes = utf8(prefix);
    assert(bytes.length < KEY_BYTES_MAX, "a prefix leaves room for a name");
    memory.copy(this.key, changetype<usize>(bytes), bytes.length);
    this.prefixLength = bytes.length;
  }

  get(name: string): T {
    return read<T>(this.key, this.keyOf(name), this.otherwise);
  }

  set(name: string, value: T): void {
    write<T>(this.key, this.keyOf(name), value);
  }

  has(name: string): bool {
    return env.state_exists(this.key, this.keyOf(name)) != 0;
  }

  delete(name: string): void {
    env.state_delete(this.key, this.keyOf(name));
  }

  /** Writes `name` behind the prefix and returns the key's length. */
  private keyOf(name: string): i32 {
    const prefixLength = this.prefixLength;
    const at = this.key + prefixLength;
    if (name.length == 0) revert("a name in the state cannot be empty");
    // A text has at least as many bytes as UTF-16 units.
    if (prefixLength + name.length > KEY_BYTES_MAX) tooLong(name);
    if (encodeAscii(name, at)) return prefixLength + name.length;
    const length = prefixLength + String.UTF8.byteLength(name);
    if (length > KEY_BYTES_MAX) tooLong(name);
    String.UTF8.encodeUnsafe(changetype<usize>(name), name.length, at);
    return length;
  }
}

function tooLong(name: string): void {
  revert("the name " + name + " is too long for a key of the state");
}

/** Numbers are their little-endian bytes, as long as their type; strings are UTF-8. */
function read<T>(key: usize, keyLength: i32, otherwise: T): T {
  const length = env.state_read(key, keyLength, buffer, BUFFER_BYTES);
  if (length < 0) return otherwise;
  if (isString<T>()) {
    return changetype<T>(length <= BUFFER_BYTES ? text(buffer, length) : readLong(key, keyLength, length));
  }
  assert(length == sizeof<T>(), "a stored number has its type's length");
  return load<T>(buffer);
}

function readLong(key: usize, keyLength: i32, length: i32): string {
  const whole = heap.alloc(length);
  env.state_read(key, keyLength, whole, length);
  return text(whole, length);
}

function write<T>(key: usize, keyLength: i32, value: T): void {
  if (isString<T>()) {
    const bytes = utf8(changetype<string>(value));
    env.state_write(key, keyLength, changetype<usize>(bytes), bytes.length);
  } else {
    store<T>(buffer, value);
    env.state_write(key, keyLength, buffer, sizeof<T>());
  }
}
