import * as env from "../env";
import { utf8 } from "./bytes";
import { JsonObject } from "./json-writer";

/** Adds an event to the transaction's receipt. */
export function emit(topic: string, data: JsonObject): void {
  const bytes = utf8(topic);
  const length = data.end();
  env.emit(changetype<usize>(bytes), bytes.length, data.pointer, length);
}

/** Writes to the worker's log, for debugging; no outcome shows it. */
export function log(message: string): void {
  const bytes = utf8(message);
  env.log(0, changetype<usize>(bytes), bytes.length);
}
