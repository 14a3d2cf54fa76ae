import { Bytes, utf8, text } from "./bytes";
import { input } from "./input";
import { JsonObject } from "./json-writer";
import { revert } from "./revert";

class Method {
  constructor(
    readonly name: Bytes,
    readonly body: () => void,
  ) {}
}

const methods = new Array<Method>();
let outputPointer: usize = 0;
let outputLength: i32 = 0;

/** Declares a method of this actor; to be called at the top level of its file. */
export function method(name: string, body: () => void): void {
  methods.push(new Method(utf8(name), body));
}

/** Sets what the transaction returns. Without it, the transaction returns no bytes. */
export function output(value: JsonObject): void {
  outputLength = value.end();
  outputPointer = value.pointer;
}

/** Export of guest ABI v1. */
export function alloc(length: i32): usize {
  return heap.alloc(length);
}

/** Export of guest ABI v1: runs the method that the transaction names. */
export function execute(pointer: usize, length: i32): usize {
  input.read(pointer, length);
  outputPointer = 0;
  outputLength = 0;
  call(find());
  return outputPointer;
}

/** Export of guest ABI v1. */
export function output_len(): i32 {
  return outputLength;
}

function find(): i32 {
  for (let i = 0; i < methods.length; i++) {
    const name = methods[i].name;
    if (name.length == input.methodLength && memory.compare(changetype<usize>(name), input.method, name.length) == 0) {
      return i;
    }
  }
  revert("unknown method: " + text(input.method, input.methodLength));
  return -1;
}

function call(index: i32): void {
  const body = methods[index].body;
  body();
}
