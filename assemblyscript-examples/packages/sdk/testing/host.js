// The host's side of guest ABI v1 for one transaction.
import { createHash } from "node:crypto";

const KEY_BYTES_MAX = 256;
const VALUE_BYTES_MAX = 64 * 1024;
const SEED = "testing";
const decoder = new TextDecoder("utf-8", { fatal: true });

/** Thrown through the guest by its call of `revert`. */
export class Reverted extends Error {}

export class Host {
  events = [];
  logs = [];
  memory = null;
  #randomCalls = 0;
  #transaction;

  constructor(transaction) {
    this.#transaction = transaction;
  }

  /** UTF-8 keys to bytes, as this transaction has left them so far. */
  get state() {
    return this.#transaction.state;
  }

  /** A copy of the guest's bytes; outside its memory is a trap. */
  bytes(pointer, length) {
    return new Uint8Array(this.memory.buffer, pointer >>> 0, length >>> 0).slice();
  }

  imports() {
    const { state, actor, sender, height, timeMs, index } = this.#transaction;
    return {
      wastm: {
        state_read: (key, keyLength, dst, capacity) => {
          const value = state.get(this.#key(key, keyLength));
          return value === undefined ? -1 : this.#copy(value, dst, capacity);
        },
        state_exists: (key, keyLength) => (state.has(this.#key(key, keyLength)) ? 1 : 0),
        state_write: (key, keyLength, value, valueLength) => {
          if (valueLength >>> 0 > VALUE_BYTES_MAX) throw new RangeError("a value is too long");
          state.set(this.#key(key, keyLength), this.bytes(value, valueLength));
        },
        state_delete: (key, keyLength) => void state.delete(this.#key(key, keyLength)),
        ctx_actor: (dst, capacity) => this.#copy(Buffer.from(actor), dst, capacity),
        ctx_sender: (dst, capacity) => this.#copy(Buffer.from(sender), dst, capacity),
        ctx_caller: (dst, capacity) => this.#copy(Buffer.from(sender), dst, capacity),
        ctx_height: () => BigInt(height),
        ctx_time: () => BigInt(timeMs),
        ctx_tx_index: () => index,
        ctx_fuel: () => 1_000_000n,
        ctx_random: (dst, length) => this.#random(dst, length),
        emit: (topic, topicLength, data, dataLength) =>
          void this.events.push({ topic: this.#text(topic, topicLength), data: shown(this.bytes(data, dataLength)) }),
        log: (level, message, length) => void this.logs.push(this.#text(message, length)),
        revert: (message, length) => {
          throw new Reverted(this.#text(message, length));
        },
      },
      env: {
        abort: (message, file, line, column) => {
          throw new Error(`${this.#string(message)} (${this.#string(file)}:${line}:${column})`);
        },
      },
    };
  }

  #key(pointer, length) {
    if (length < 1 || length > KEY_BYTES_MAX) throw new RangeError(`a key cannot have ${length} bytes`);
    return this.#text(pointer, length);
  }

  #text(pointer, length) {
    return Buffer.from(this.bytes(pointer, length)).toString("utf8");
  }

  #copy(value, dst, capacity) {
    const copied = value.subarray(0, Math.min(value.length, capacity >>> 0));
    new Uint8Array(this.memory.buffer, dst >>> 0, copied.length).set(copied);
    return value.length;
  }

  #random(dst, length) {
    const seed = `${SEED}/${this.#transaction.index}/${this.#randomCalls++}`;
    const stream = createHash("shake256", { outputLength: length }).update(seed).digest();
    new Uint8Array(this.memory.buffer, dst >>> 0, length).set(stream);
  }

  /** An AssemblyScript string: UTF-16, its length in bytes in the four bytes before it. */
  #string(pointer) {
    if (pointer === 0) return "";
    const length = new DataView(this.memory.buffer).getUint32(pointer - 4, true);
    return Buffer.from(this.bytes(pointer, length)).toString("utf16le");
  }
}

/** Bytes as a receipt shows them: JSON where it is valid JSON, else base64. */
export function shown(bytes) {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    return { base64: Buffer.from(bytes).toString("base64") };
  }
}
