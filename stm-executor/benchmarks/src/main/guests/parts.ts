// What `wastm bench wasm` calls to measure parts alone; parts.wasm in the resources is made from it, in this folder:
//   asc parts.ts --runtime stub -O3 --converge -o ../resources/dev/wastm/benchmarks/parts.wasm
// The method's first letter says what is done: nothing (n); a thousand times the cheapest host call (h), a read (r) or
// a write (w) of the state; or 64 kilobytes of memory made dirty, a byte in each (d).
@external("wastm", "ctx_height") declare function ctxHeight(): i64;
@external("wastm", "state_read") declare function stateRead(key: usize, keyLength: i32, to: usize, capacity: i32): i32;
@external("wastm", "state_write") declare function stateWrite(key: usize, keyLength: i32, value: usize, length: i32): void;

const METHOD_AT: usize = 3;
const KEY_BYTES: i32 = 16;
const VALUE_BYTES: i32 = 8;
const TIMES: i32 = 1000;
const GRANULES: i32 = 64;

const inputRoom = memory.data(256);
const key = memory.data<u8>([0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x70]);
const value = memory.data(8);
const room = memory.data(65536);
let height: i64 = 0;

export function alloc(length: i32): usize {
  return inputRoom;
}

export function execute(pointer: usize, length: i32): usize {
  const method = load<u8>(pointer + METHOD_AT);
  if (method == 0x68) {
    for (let i = 0; i < TIMES; i++) height += ctxHeight();
  } else if (method == 0x72) {
    for (let i = 0; i < TIMES; i++) stateRead(key, KEY_BYTES, value, VALUE_BYTES);
  } else if (method == 0x77) {
    for (let i = 0; i < TIMES; i++) stateWrite(key, KEY_BYTES, value, VALUE_BYTES);
  } else if (method == 0x64) {
    for (let i = 0; i < GRANULES; i++) store<u8>(room + (<usize>i << 10), 1);
  }
  return 0;
}

export function output_len(): i32 {
  return 0;
}
