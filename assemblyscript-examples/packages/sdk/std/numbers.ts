import { revert } from "./revert";

/** a + b; reverts where that has no 64 bits. */
export function addExact(a: i64, b: i64): i64 {
  const sum = a + b;
  if (((a ^ sum) & (b ^ sum)) < 0) revert("the sum of " + a.toString() + " and " + b.toString() + " is too large");
  return sum;
}
