// What `wastm bench wasm` computes with; compute.wasm in the resources is made from it, in this folder:
//   asc compute.ts --runtime stub -O3 --converge -o ../resources/dev/wastm/benchmarks/compute.wasm
export function alloc(length: i32): i32 { return 65536; }
export function execute(pointer: i32, length: i32): i32 { return 0; }
export function output_len(): i32 { return 0; }

/** A tight arithmetic loop. */
export function xorshift(n: i32): i32 {
  let x: u32 = 12345;
  for (let i = 0; i < n; i++) { x ^= x << 13; x ^= x >> 17; x ^= x << 5; }
  return <i32>x;
}

/** A tight loop that branches. */
export function branches(n: i32): i32 {
  let x: u32 = 0;
  for (let i: i32 = 0; i < n; i++) { if (i & 1) x += <u32>i * 3; else x ^= <u32>i; }
  return <i32>x;
}

export function fibonacci(n: i32): i32 { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }

const K: StaticArray<u32> = [
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2];
const W = new StaticArray<u32>(64);
const H: StaticArray<u32> = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

function block(): void {
  for (let t = 16; t < 64; t++) {
    let a = W[t - 15], b = W[t - 2];
    W[t] = W[t - 16] + (rotr(a, 7) ^ rotr(a, 18) ^ (a >>> 3)) + W[t - 7]
      + (rotr(b, 17) ^ rotr(b, 19) ^ (b >>> 10));
  }
  let a = H[0], b = H[1], c = H[2], d = H[3], e = H[4], f = H[5], g = H[6], h = H[7];
  for (let t = 0; t < 64; t++) {
    let t1 = h + (rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25)) + ((e & f) ^ (~e & g)) + K[t] + W[t];
    let t2 = (rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g; g = f; f = e; e = d + t1; d = c; c = b; b = a; a = t1 + t2;
  }
  H[0] += a; H[1] += b; H[2] += c; H[3] += d; H[4] += e; H[5] += f; H[6] += g; H[7] += h;
}

/** The compression function of SHA-256, with AssemblyScript's checks of bounds. */
export function sha256(blocks: i32): i32 {
  for (let i = 0; i < blocks; i++) {
    for (let j = 0; j < 16; j++) W[j] = <u32>(i * j);
    block();
  }
  return <i32>H[0];
}
