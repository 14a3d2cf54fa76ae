// Runs an actor's module under Node with its state in memory, by the rules of guest ABI v1: each call is a transaction.
import { readFileSync } from "node:fs";
import { Host, Reverted, shown } from "./host.js";

const ABI_VERSION = 1;
const encoder = new TextEncoder();

/** One actor, its state, and the transactions sent to it. */
export class Actor {
  #module;
  #state = new Map();
  #id;
  #transactions = 0;

  /** An actor without state, of the module in `file` (a path or a file URL). */
  static load(file, id = "actor") {
    return new Actor(new WebAssembly.Module(readFileSync(file)), id);
  }

  constructor(module, id) {
    this.#module = module;
    this.#id = id;
  }

  /** What the module imports, as "module.name". */
  get imports() {
    return WebAssembly.Module.imports(this.#module).map((i) => `${i.module}.${i.name}`);
  }

  /** What the module exports. */
  get exports() {
    return WebAssembly.Module.exports(this.#module).map((e) => e.name);
  }

  /** The state: UTF-8 keys to copies of their bytes. */
  get state() {
    return new Map([...this.#state].map(([key, value]) => [key, value.slice()]));
  }

  /**
   * Sends one transaction. `args` are JSON, or a string or bytes to be sent as they are. Returns what its receipt would
   * say: status, output, events, error; and what it logged.
   */
  call(method, args = {}, { sender = "alice", height = 1n, timeMs = 0n } = {}) {
    const host = new Host({
      state: new Map(this.#state),
      actor: this.#id,
      sender,
      height,
      timeMs,
      index: this.#transactions++,
    });
    const outcome = this.#execute(host, method, args);
    if (outcome.status === "SUCCESS") this.#state = host.state;
    return { ...outcome, events: outcome.status === "SUCCESS" ? host.events : [], logs: host.logs };
  }

  #execute(host, method, args) {
    try {
      const { exports } = new WebAssembly.Instance(this.#module, host.imports());
      host.memory = exports.memory;
      const input = vmInput(method, args);
      const pointer = exports.alloc(input.length) >>> 0;
      new Uint8Array(exports.memory.buffer, pointer, input.length).set(input);
      const output = exports.execute(pointer, input.length);
      return { status: "SUCCESS", output: shown(host.bytes(output, exports.output_len())), error: null };
    } catch (e) {
      const status = e instanceof Reverted ? "REVERTED" : "TRAPPED";
      return { status, output: null, error: e.message };
    }
  }
}

function vmInput(method, args) {
  const name = encoder.encode(method);
  const bytes = args instanceof Uint8Array ? args : encoder.encode(typeof args === "string" ? args : JSON.stringify(args));
  const input = new Uint8Array(1 + 2 + name.length + 4 + bytes.length);
  const view = new DataView(input.buffer);
  view.setUint8(0, ABI_VERSION);
  view.setUint16(1, name.length, true);
  input.set(name, 3);
  view.setUint32(3 + name.length, bytes.length, true);
  input.set(bytes, 7 + name.length);
  return input;
}
