import * as env from "../env";
import { text } from "./bytes";

/** Longer ids are read in two calls of the host. */
const ID_BYTES: i32 = 256;

const id = memory.data(256);

/** What a transaction may know about itself and its batch. */
export namespace context {
  /** This actor's id. */
  export function actor(): string {
    return read(env.ctx_actor);
  }

  /** Who sent the transaction. */
  export function sender(): string {
    return read(env.ctx_sender);
  }

  /** The actor that calls this one, or the sender. */
  export function caller(): string {
    return read(env.ctx_caller);
  }

  export function height(): i64 {
    return env.ctx_height();
  }

  /** The batch's timestamp in milliseconds since the epoch. */
  export function timeMs(): i64 {
    return env.ctx_time();
  }

  /** The transaction's place in its batch, from 0. */
  export function transactionIndex(): i32 {
    return env.ctx_tx_index();
  }

  export function fuelLeft(): i64 {
    return env.ctx_fuel();
  }

  /** A number derived from the batch's seed: the same wherever the batch is executed. */
  export function random(): u64 {
    env.ctx_random(id, sizeof<u64>());
    return load<u64>(id);
  }
}

function read(source: (dst: usize, capacity: i32) => i32): string {
  const length = source(id, ID_BYTES);
  if (length <= ID_BYTES) return text(id, length);
  const whole = heap.alloc(length);
  source(whole, length);
  return text(whole, length);
}
