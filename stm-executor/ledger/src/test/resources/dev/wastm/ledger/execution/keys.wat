;; An actor for tests of how many keys a batch may touch; keys.wasm is made from it with wat2wasm. Its arguments are a decimal number; it looks
;; at the first byte of the called method:
;;   t  touch: asks for as many keys of its own as its argument says
;;   r  refuse: does the same, and reverts
;;   c  consult: has its own actor's refuse do the same, and succeeds
;;   m  many: calls as many actors as its argument says, none of which is there
(module
  (import "wastm" "state_exists" (func $state_exists (param i32 i32) (result i32)))
  (import "wastm" "revert" (func $revert (param i32 i32)))
  (import "wastm" "ctx_actor" (func $ctx_actor (param i32 i32) (result i32)))
  (import "wastm" "ctx_tx_index" (func $ctx_tx_index (result i32)))
  (import "wastm" "call" (func $call (param i32 i32 i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "r")
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "output_len") (result i32) (i32.const 0))
  ;; Where the length of the arguments is.
  (func $args (param $input i32) (result i32)
    (i32.add (i32.add (local.get $input) (i32.const 3)) (i32.load16_u offset=1 (local.get $input))))
  (func $number (param $input i32) (result i32) (local $at i32) (local $end i32) (local $number i32)
    (local.set $at (i32.add (call $args (local.get $input)) (i32.const 4)))
    (local.set $end (i32.add (local.get $at) (i32.load (call $args (local.get $input)))))
    (loop $next
      (if (i32.lt_u (local.get $at) (local.get $end)) (then
        (local.set $number (i32.add
          (i32.mul (local.get $number) (i32.const 10))
          (i32.sub (i32.load8_u (local.get $at)) (i32.const 48))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next))))
    (local.get $number))
  ;; Keys of the transaction's index and a number.
  (func $touch (param $keys i32)
    (i32.store (i32.const 0) (call $ctx_tx_index))
    (loop $next
      (if (local.get $keys) (then
        (i32.store (i32.const 4) (local.get $keys))
        (drop (call $state_exists (i32.const 0) (i32.const 8)))
        (local.set $keys (i32.sub (local.get $keys) (i32.const 1)))
        (br $next)))))
  (func $consult (param $input i32) (local $args i32)
    (local.set $args (call $args (local.get $input)))
    (drop (call $call
      (i32.const 32) (call $ctx_actor (i32.const 32) (i32.const 128)) (i32.const 16) (i32.const 1)
      (i32.add (local.get $args) (i32.const 4)) (i32.load (local.get $args)))))
  ;; Their names have four characters.
  (func $call_many (param $actors i32)
    (loop $next
      (if (local.get $actors) (then
        (i32.store (i32.const 0) (i32.add (i32.const 0x30303030) (local.get $actors)))
        (drop (call $call (i32.const 0) (i32.const 4) (i32.const 16) (i32.const 1) (i32.const 0) (i32.const 0)))
        (local.set $actors (i32.sub (local.get $actors) (i32.const 1)))
        (br $next)))))
  (func $is (param $input i32) (param $letter i32) (result i32)
    (i32.eq (i32.load8_u offset=3 (local.get $input)) (local.get $letter)))
  (func (export "execute") (param $input i32) (param $size i32) (result i32)
    (if (call $is (local.get $input) (i32.const 116)) (then (call $touch (call $number (local.get $input)))))
    (if (call $is (local.get $input) (i32.const 114)) (then
      (call $touch (call $number (local.get $input)))
      (call $revert (i32.const 0) (i32.const 0))))
    (if (call $is (local.get $input) (i32.const 99)) (then (call $consult (local.get $input))))
    (if (call $is (local.get $input) (i32.const 109)) (then (call $call_many (call $number (local.get $input)))))
    (i32.const 0)))
