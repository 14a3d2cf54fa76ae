import * as env from "../env";
import { utf8 } from "./bytes";

/** Ends the transaction: nothing it wrote or emitted remains, and its receipt carries the message. */
export function revert(message: string): void {
  const bytes = utf8(message);
  env.revert(changetype<usize>(bytes), bytes.length);
  unreachable();
}
