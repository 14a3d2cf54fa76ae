import { revert } from "./revert";

const ABI_VERSION: u8 = 1;
const METHOD_LENGTH_AT: usize = 1;
const METHOD_AT: usize = 3;

/** The current transaction's method and arguments, as the host put them into memory. */
export namespace input {
  export let method: usize = 0;
  export let methodLength: i32 = 0;
  export let args: usize = 0;
  export let argsLength: i32 = 0;

  /** Reads a VmInput of guest ABI v1. */
  export function read(pointer: usize, length: i32): void {
    if (load<u8>(pointer) != ABI_VERSION) revert("this actor knows guest ABI version 1 alone");
    methodLength = load<u16>(pointer + METHOD_LENGTH_AT);
    method = pointer + METHOD_AT;
    argsLength = load<i32>(method + methodLength);
    args = method + methodLength + sizeof<u32>();
    assert(args + argsLength == pointer + length, "the input is as long as it says");
  }
}
