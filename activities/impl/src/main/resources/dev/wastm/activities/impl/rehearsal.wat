;; The smallest actor that reads and writes: it writes what it read under the key of the first byte of its memory.
;; rehearsal.wasm is made from it: wasm-as rehearsal.wat -o rehearsal.wasm
(module
  (import "wastm" "state_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wastm" "state_write" (func $write (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "k")
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "execute") (param i32 i32) (result i32)
    (drop (call $read (i32.const 0) (i32.const 1) (i32.const 8) (i32.const 8)))
    (call $write (i32.const 0) (i32.const 1) (i32.const 8) (i32.const 8))
    (i32.const 0))
  (func (export "output_len") (result i32) (i32.const 0)))
