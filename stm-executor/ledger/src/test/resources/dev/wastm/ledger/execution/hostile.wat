;; An actor for tests of what a worker survives; hostile.wasm is made from it with wat2wasm. It looks at the first byte of the called method:
;;   l  loop: never ends
;;   d  descend: calls itself without end
;;   g  grow: has as much memory as it can get, and writes all of it
;;   n  nest: does the same, then calls its own actor's nest
;;   e  emit: emits large events without end
;;   w  write: writes large values under ever other keys without end
;;   v  verbose: logs 200 lines of 4 KiB
;;   o  output: says that its output has 4 GiB
;;   p  pointer: has the host read beyond its memory
;;   u  unreachable: traps
;;   s  store: writes as much as one transaction may, under keys that are its own
;;   k  kibibytes: gets page by page as much memory as it can, and writes a byte in each KiB of it
;;   x  expect: adds one to a number in its state where that is its argument, a decimal number, and never ends where it is not
(module
  (import "wastm" "state_read" (func $state_read (param i32 i32 i32 i32) (result i32)))
  (import "wastm" "state_write" (func $state_write (param i32 i32 i32 i32)))
  (import "wastm" "emit" (func $emit (param i32 i32 i32 i32)))
  (import "wastm" "log" (func $log (param i32 i32 i32)))
  (import "wastm" "ctx_actor" (func $ctx_actor (param i32 i32) (result i32)))
  (import "wastm" "ctx_tx_index" (func $ctx_tx_index (result i32)))
  (import "wastm" "call" (func $call (param i32 i32 i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "n")
  (global $length (mut i32) (i32.const 0))
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "output_len") (result i32) (global.get $length))
  (func $descend (param i64 i64 i64 i64 i64 i64 i64 i64)
    (call $descend
      (local.get 7) (local.get 6) (local.get 5) (local.get 4) (local.get 3) (local.get 2) (local.get 1) (local.get 0)))
  (func $grow
    (drop (memory.grow (i32.const 63)))
    (memory.fill (i32.const 65536) (i32.const 7)
      (i32.sub (i32.mul (memory.size) (i32.const 65536)) (i32.const 65536))))
  (func $nest
    (call $grow)
    (drop (call $call
      (i32.const 32) (call $ctx_actor (i32.const 32) (i32.const 128)) (i32.const 16) (i32.const 1) (i32.const 0) (i32.const 0))))
  (func $emit_all
    (loop $next
      (call $emit (i32.const 16) (i32.const 1) (i32.const 4096) (i32.const 16384))
      (br $next)))
  (func $write_all
    (loop $next
      (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1)))
      (call $state_write (i32.const 0) (i32.const 4) (i32.const 4096) (i32.const 61440))
      (br $next)))
  (func $store
    (i32.store (i32.const 0) (call $ctx_tx_index))
    (loop $next
      (i32.store (i32.const 4) (i32.add (i32.load (i32.const 4)) (i32.const 1)))
      (call $state_write (i32.const 0) (i32.const 8) (i32.const 4096) (i32.const 61440))
      (br_if $next (i32.lt_u (i32.load (i32.const 4)) (i32.const 68)))))
  (func $number (param $input i32) (result i32) (local $at i32) (local $end i32) (local $number i32)
    (local.set $at (i32.add (i32.add (local.get $input) (i32.const 3)) (i32.load16_u offset=1 (local.get $input))))
    (local.set $end (i32.add (i32.add (local.get $at) (i32.const 4)) (i32.load (local.get $at))))
    (local.set $at (i32.add (local.get $at) (i32.const 4)))
    (loop $next
      (if (i32.lt_u (local.get $at) (local.get $end)) (then
        (local.set $number (i32.add
          (i32.mul (local.get $number) (i32.const 10))
          (i32.sub (i32.load8_u (local.get $at)) (i32.const 48))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next))))
    (local.get $number))
  (func $kibibytes (local $at i32)
    (loop $page
      (if (i32.ge_s (memory.grow (i32.const 1)) (i32.const 0)) (then
        (local.set $at (i32.mul (i32.sub (memory.size) (i32.const 1)) (i32.const 65536)))
        (loop $next
          (i32.store8 (local.get $at) (i32.const 1))
          (local.set $at (i32.add (local.get $at) (i32.const 1024)))
          (br_if $next (i32.lt_u (local.get $at) (i32.mul (memory.size) (i32.const 65536)))))
        (br $page)))))
  (func $expect (param $number i32)
    (i32.store (i32.const 4) (i32.const 0))
    (drop (call $state_read (i32.const 16) (i32.const 1) (i32.const 4) (i32.const 4)))
    (if (i32.ne (i32.load (i32.const 4)) (local.get $number)) (then (loop $again (br $again))))
    (i32.store (i32.const 4) (i32.add (local.get $number) (i32.const 1)))
    (call $state_write (i32.const 16) (i32.const 1) (i32.const 4) (i32.const 4)))
  (func $log_much (local $lines i32)
    (loop $next
      (call $log (i32.const 0) (i32.const 4096) (i32.const 4096))
      (local.set $lines (i32.add (local.get $lines) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $lines) (i32.const 200)))))
  (func $is (param $input i32) (param $letter i32) (result i32)
    (i32.eq (i32.load8_u offset=3 (local.get $input)) (local.get $letter)))
  (func (export "execute") (param $input i32) (param $size i32) (result i32)
    (if (call $is (local.get $input) (i32.const 108)) (then (loop $again (br $again))))
    (if (call $is (local.get $input) (i32.const 100))
      (then (call $descend
        (i64.const 0) (i64.const 0) (i64.const 0) (i64.const 0) (i64.const 0) (i64.const 0) (i64.const 0) (i64.const 0))))
    (if (call $is (local.get $input) (i32.const 103)) (then (call $grow)))
    (if (call $is (local.get $input) (i32.const 110)) (then (call $nest)))
    (if (call $is (local.get $input) (i32.const 101)) (then (call $emit_all)))
    (if (call $is (local.get $input) (i32.const 119)) (then (call $write_all)))
    (if (call $is (local.get $input) (i32.const 118)) (then (call $log_much)))
    (if (call $is (local.get $input) (i32.const 111)) (then (global.set $length (i32.const -1))))
    (if (call $is (local.get $input) (i32.const 112))
      (then (drop (call $state_read (i32.const 0x7fffffff) (i32.const 100) (i32.const 0) (i32.const 4)))))
    (if (call $is (local.get $input) (i32.const 117)) (then (unreachable)))
    (if (call $is (local.get $input) (i32.const 115)) (then (call $store)))
    (if (call $is (local.get $input) (i32.const 107)) (then (call $kibibytes)))
    (if (call $is (local.get $input) (i32.const 120)) (then (call $expect (call $number (local.get $input)))))
    (i32.const 0)))
