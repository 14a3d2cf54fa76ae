// Runs instrumented guests on V8, with a host of its own by docs/metering.md: one call a line of input, made so many times, each on an
// instance of its own; a line of output has the outcomes that differ, and how often each was. The module exports its fuel and its call
// depth under the names below.
import { createHash } from "node:crypto";
import { createInterface } from "node:readline";

const FUEL = "wastm fuel";
const DEPTH = "wastm depth";
const CALL_DEPTH_MAX = 20_000;
const HOST_CALL = 100;
const STATE_ACCESS = 400;
const FIRST_TOUCH = 2_500;
const FIRST_WRITE = 7_000;
const FIRST_ADD = 3_000;
const VISIT = 1_000;
const KEPT_BYTE = 4;
const HASHED_BYTE = 3;
const EVENT = 300;
const LOG_LINE = 5_000;
const TEXT_BYTE = 8;
const PAGE = 1_000;
const PAGE_BYTES = 65_536;
const KEY_MAX = 256;
const VALUE_MAX = 64 * 1024;
const OUTPUT_MAX = 64 * 1024;
const EVENTS_MAX = 64;
const TOPIC_MAX = 256;
const EVENT_MAX = 16 * 1024;
const LOG_LINES_MAX = 64;
const LOG_MAX = 4 * 1024;
const REVERT_MAX = 1024;
const RANDOM_MAX = 1024;
const OPEN_SCANS_MAX = 32;
const SCANS_MAX = 256;
const WRITES_MAX = 4096;
const WRITTEN_MAX = 4 * 1024 * 1024;

class Trap extends Error {}
class Revert extends Error {}

const latin1 = (bytes) => Buffer.from(bytes).toString("latin1");
const utf8 = (bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);

class Host {
  events = [];
  log = [];
  logLines = 0;
  emitted = 0;
  writes = 0;
  written = 0;
  scans = [];
  keysTouched = new Set();
  keysWritten = new Set();

  constructor(state) {
    this.state = state;
  }

  get memory() {
    return new Uint8Array(this.exports.memory.buffer);
  }

  charge(units) {
    this.exports[FUEL].value -= BigInt(units);
    if (this.exports[FUEL].value < 0n) throw new Trap("fuel");
  }

  inside(pointer, length) {
    const [from, size] = [pointer >>> 0, length >>> 0];
    if (from > 0x7fffffff || size > 0x7fffffff || from + size > this.memory.length) throw new Trap("memory");
    return [from, size];
  }

  read(pointer, length) {
    const [from, size] = this.inside(pointer, length);
    this.charge(size);
    return this.memory.slice(from, from + size);
  }

  write(bytes, pointer, capacity) {
    const length = Math.min(bytes.length, capacity >>> 0);
    const [to] = this.inside(pointer, length);
    this.charge(length);
    this.memory.set(bytes.subarray(0, length), to);
    return bytes.length;
  }

  static limit(length, max) {
    if (length >>> 0 > max) throw new Trap("limit");
  }

  key(pointer, length) {
    this.charge(STATE_ACCESS);
    if (length === 0) throw new Trap("key");
    Host.limit(length, KEY_MAX);
    return latin1(this.read(pointer, length));
  }

  count(bytes) {
    this.written += bytes;
    if (++this.writes > WRITES_MAX || this.written > WRITTEN_MAX) throw new Trap("writes");
    this.charge(bytes * KEPT_BYTE);
  }

  touch(key) {
    if (!this.keysTouched.has(key)) this.charge(FIRST_TOUCH);
    this.keysTouched.add(key);
  }

  change(key) {
    if (!this.keysWritten.has(key)) this.charge(FIRST_WRITE);
    this.keysWritten.add(key);
    this.touch(key);
  }

  /** The entries with a prefix as they are now, encoded, in order. */
  entries(prefix) {
    return [...this.state]
      .filter(([key]) => key.startsWith(prefix))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => {
        const entry = Buffer.alloc(8 + key.length + value.length);
        entry.writeUInt32LE(key.length, 0);
        entry.write(key, 4, "latin1");
        entry.writeUInt32LE(value.length, 4 + key.length);
        entry.set(value, 8 + key.length);
        return entry;
      });
  }

  scan(handle) {
    const scan = this.scans[handle >>> 0];
    if (scan === undefined) throw new Trap("handle");
    return scan;
  }

  functions() {
    return {
      state_read: (k, kl, to, cap) => {
        const key = this.key(k, kl);
        this.touch(key);
        const value = this.state.get(key);
        return value === undefined ? -1 : this.write(value, to, cap);
      },
      state_exists: (k, kl) => {
        const key = this.key(k, kl);
        this.touch(key);
        return this.state.has(key) ? 1 : 0;
      },
      state_write: (k, kl, v, vl) => {
        const key = this.key(k, kl);
        Host.limit(vl, VALUE_MAX);
        const value = this.read(v, vl);
        this.count(key.length + value.length);
        this.change(key);
        this.state.set(key, value);
      },
      state_delete: (k, kl) => {
        const key = this.key(k, kl);
        this.count(key.length);
        this.change(key);
        this.state.delete(key);
      },
      state_add: (k, kl, delta) => {
        const key = this.key(k, kl);
        this.count(key.length + 8);
        if (!this.keysWritten.has(key)) this.charge(FIRST_ADD);
        this.change(key);
        const sum = Buffer.alloc(8);
        const old = this.state.get(key);
        sum.writeBigInt64LE(BigInt.asIntN(64, delta + (old ? Buffer.from(old).readBigInt64LE(0) : 0n)));
        this.state.set(key, sum);
      },
      scan_open: (p, pl) => {
        this.charge(STATE_ACCESS + VISIT);
        Host.limit(pl, KEY_MAX);
        const open = this.scans.filter((each) => each !== undefined).length;
        if (this.scans.length >= SCANS_MAX || open >= OPEN_SCANS_MAX) throw new Trap("scans");
        return this.scans.push(this.entries(latin1(this.read(p, pl)))) - 1;
      },
      scan_next: (handle, to, cap) => {
        this.charge(STATE_ACCESS);
        const scan = this.scan(handle);
        if (scan.length === 0) return -1;
        const length = scan[0].length;
        if (!scan[0].visited) {
          this.charge(VISIT + length);
          this.keysTouched.add(latin1(scan[0].subarray(4, 4 + scan[0].readUInt32LE(0))));
          scan[0].visited = true;
        }
        if (length <= cap >>> 0) this.write(scan.shift(), to, cap);
        return length;
      },
      scan_close: (handle) => {
        this.scan(handle);
        this.scans[handle >>> 0] = undefined;
      },
      ctx_actor: (to, cap) => this.write(Buffer.from("the-actor"), to, cap),
      ctx_sender: (to, cap) => this.write(Buffer.from("the-sender"), to, cap),
      ctx_caller: (to, cap) => this.write(Buffer.from("the-caller"), to, cap),
      ctx_height: () => 7n,
      ctx_time: () => 1_700_000_000_000n,
      ctx_tx_index: () => 3,
      ctx_fuel: () => this.exports[FUEL].value,
      ctx_random: (to, length) => {
        Host.limit(length, RANDOM_MAX);
        this.inside(to, length);
        this.charge(length * HASHED_BYTE);
        this.write(Uint8Array.from({ length }, (_, i) => i + 1), to, length);
      },
      emit: (t, tl, d, dl) => {
        if (++this.emitted > EVENTS_MAX) throw new Trap("events");
        Host.limit(tl, TOPIC_MAX);
        Host.limit(dl, EVENT_MAX);
        this.charge(EVENT + (tl + dl) * KEPT_BYTE);
        const topic = latin1(this.read(t, tl));
        this.events.push(`${topic}:${latin1(this.read(d, dl))}`);
      },
      log: (level, p, l) => {
        this.inside(p, l);
        if (++this.logLines > LOG_LINES_MAX) return;
        this.charge(LOG_LINE);
        this.log.push(`${level}:${utf8(this.read(p, Math.min(l, LOG_MAX)))}`);
      },
      revert: (p, l) => {
        this.inside(p, l);
        const cut = Math.min(l, REVERT_MAX);
        this.charge(cut * TEXT_BYTE);
        throw new Revert(utf8(this.read(p, cut)));
      },
      call_output: (to, cap) => this.write(new Uint8Array(0), to, cap),
      sha256: (p, l, to) => {
        const bytes = this.read(p, l);
        this.charge((l + 64) * HASHED_BYTE);
        this.write(createHash("sha256").update(bytes).digest(), to, 32);
      },
    };
  }

  imports() {
    const wastm = {};
    for (const [name, body] of Object.entries(this.functions())) {
      wastm[name] = (...args) => {
        this.charge(HOST_CALL);
        return body(...args);
      };
    }
    const abort = () => {
      this.charge(HOST_CALL);
      throw new Trap("abort");
    };
    return { wastm, env: { abort } };
  }

  call(name, ...args) {
    this.exports[DEPTH].value = CALL_DEPTH_MAX;
    return this.exports[name](...args);
  }

  run(input) {
    this.charge(input.length + (this.memory.length / PAGE_BYTES) * PAGE);
    const [to] = this.inside(this.call("alloc", input.length), input.length);
    this.memory.set(input, to);
    const output = this.call("execute", to, input.length);
    const length = this.call("output_len");
    Host.limit(length, OUTPUT_MAX);
    this.charge(length * KEPT_BYTE);
    const [from, size] = this.inside(output, length);
    return this.memory.slice(from, from + size);
  }

  seen() {
    const lines = [...this.state.keys()].sort().map((key) => `${key}=${latin1(this.state.get(key))}\n`);
    return `${lines.join("")}[${this.events.join(", ")}][${this.log.join(", ")}]`;
  }
}

function outcome(host, input, limit) {
  try {
    const output = Buffer.from(host.run(input)).toString("hex");
    return `Success ${output} ${limit - host.exports[FUEL].value}`;
  } catch (e) {
    const left = host.exports[FUEL].value;
    if (left < 0n) return "OutOfFuel";
    if (e instanceof Revert) return `Reverted ${e.message} ${limit - left}`;
    if (e instanceof Trap || e instanceof WebAssembly.RuntimeError) return "Trapped";
    throw e;
  }
}

const modules = new Map();

function instantiate(wasm, host) {
  if (!modules.has(wasm)) modules.set(wasm, new WebAssembly.Module(Buffer.from(wasm, "base64")));
  const instance = new WebAssembly.Instance(modules.get(wasm), host.imports());
  host.exports = instance.exports;
  instance.exports._initialize?.();
}

function run({ wasm, input, fuel, state }) {
  const host = new Host(new Map(Object.entries(state).map(([key, value]) => [key, Buffer.from(value, "latin1")])));
  instantiate(wasm, host);
  host.exports[FUEL].value = BigInt(fuel);
  const result = outcome(host, Buffer.from(input, "base64"), BigInt(fuel));
  return JSON.stringify({ outcome: result, seen: host.seen() });
}

for await (const line of createInterface({ input: process.stdin })) {
  const call = JSON.parse(line);
  const outcomes = new Map();
  for (let i = 0; i < call.repetitions; i++) {
    const seen = run(call);
    outcomes.set(seen, (outcomes.get(seen) ?? 0) + 1);
  }
  console.log(JSON.stringify([...outcomes].map(([seen, times]) => ({ ...JSON.parse(seen), times }))));
}
