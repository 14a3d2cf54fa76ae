;; An actor for tests of nested calls; relay.wasm is made from it with wat2wasm. It looks at the first byte of the called method:
;;   p  put: writes the arguments under the key "k", emits them, and returns them
;;   f  fail: does the same, then reverts with "no"
;;   t  trap: does the same, then traps
;;   g  get: returns the value under "k"
;;   c  caller: returns ctx_caller and ctx_sender, with a slash between
;;   a  add: adds the first byte of the arguments to the counter under "n"
;;   n  number: returns the counter's bytes
;;   w  write: writes the arguments as a key and as its value
;;   d  delete: deletes the key that the arguments are
;;   s  scan: returns all entries whose keys begin with the arguments, as scan_next gives them
;;   r  relay: the arguments are u8 length and bytes of an actor, of a method, and the rest as its arguments. Writes "relayed" under "k",
;;      calls, and returns the answer, "ok:" or "no:" before the callee's output
(module
  (import "wastm" "state_read" (func $state_read (param i32 i32 i32 i32) (result i32)))
  (import "wastm" "state_write" (func $state_write (param i32 i32 i32 i32)))
  (import "wastm" "state_delete" (func $state_delete (param i32 i32)))
  (import "wastm" "state_add" (func $state_add (param i32 i32 i64)))
  (import "wastm" "scan_open" (func $scan_open (param i32 i32) (result i32)))
  (import "wastm" "scan_next" (func $scan_next (param i32 i32 i32) (result i32)))
  (import "wastm" "scan_close" (func $scan_close (param i32)))
  (import "wastm" "emit" (func $emit (param i32 i32 i32 i32)))
  (import "wastm" "revert" (func $revert (param i32 i32)))
  (import "wastm" "ctx_caller" (func $ctx_caller (param i32 i32) (result i32)))
  (import "wastm" "ctx_sender" (func $ctx_sender (param i32 i32) (result i32)))
  (import "wastm" "call" (func $call (param i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wastm" "call_output" (func $call_output (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "k")
  (data (i32.const 24) "n")
  (data (i32.const 32) "relayed")
  (data (i32.const 48) "no:ok:")
  (global $length (mut i32) (i32.const 0))
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "output_len") (result i32) (global.get $length))
  (func $put (param $args i32) (param $length i32)
    (call $state_write (i32.const 16) (i32.const 1) (local.get $args) (local.get $length))
    (call $emit (i32.const 16) (i32.const 1) (local.get $args) (local.get $length))
    (global.set $length (local.get $length)))
  (func $relay (param $args i32) (param $length i32) (result i32)
    (local $actor i32) (local $method i32) (local $rest i32) (local $failed i32)
    (call $state_write (i32.const 16) (i32.const 1) (i32.const 32) (i32.const 7))
    (local.set $actor (i32.load8_u (local.get $args)))
    (local.set $method (i32.add (local.get $args) (i32.add (local.get $actor) (i32.const 1))))
    (local.set $rest
      (i32.add (i32.add (local.get $method) (i32.const 1)) (i32.load8_u (local.get $method))))
    (local.set $failed (call $call
      (i32.add (local.get $args) (i32.const 1)) (local.get $actor)
      (i32.add (local.get $method) (i32.const 1)) (i32.load8_u (local.get $method))
      (local.get $rest)
      (i32.sub (i32.add (local.get $args) (local.get $length)) (local.get $rest))))
    (memory.copy (i32.const 4096)
      (select (i32.const 48) (i32.const 51) (local.get $failed)) (i32.const 3))
    (global.set $length
      (i32.add (call $call_output (i32.const 4099) (i32.const 1000)) (i32.const 3)))
    (i32.const 4096))
  (func $scan (param $prefix i32) (param $size i32) (result i32)
    (local $scan i32) (local $to i32) (local $entry i32)
    (local.set $scan (call $scan_open (local.get $prefix) (local.get $size)))
    (local.set $to (i32.const 4096))
    (loop $next
      (local.set $entry (call $scan_next (local.get $scan) (local.get $to) (i32.const 1000)))
      (if (i32.ge_s (local.get $entry) (i32.const 0))
        (then
          (local.set $to (i32.add (local.get $to) (local.get $entry)))
          (br $next))))
    (call $scan_close (local.get $scan))
    (global.set $length (i32.sub (local.get $to) (i32.const 4096)))
    (i32.const 4096))
  (func $caller (result i32)
    (local $caller i32)
    (local.set $caller (call $ctx_caller (i32.const 4096) (i32.const 100)))
    (i32.store8 (i32.add (i32.const 4096) (local.get $caller)) (i32.const 47))
    (global.set $length (i32.add (i32.add (local.get $caller) (i32.const 1))
      (call $ctx_sender (i32.add (i32.const 4097) (local.get $caller)) (i32.const 100))))
    (i32.const 4096))
  (func (export "execute") (param $input i32) (param $size i32) (result i32)
    (local $method i32) (local $args i32) (local $length i32)
    (local.set $method (i32.load8_u offset=3 (local.get $input)))
    (local.set $args
      (i32.add (i32.add (local.get $input) (i32.const 7)) (i32.load16_u offset=1 (local.get $input))))
    (local.set $length
      (i32.sub (i32.add (local.get $input) (local.get $size)) (local.get $args)))
    (if (i32.eq (local.get $method) (i32.const 114))
      (then (return (call $relay (local.get $args) (local.get $length)))))
    (if (i32.eq (local.get $method) (i32.const 99)) (then (return (call $caller))))
    (if (i32.eq (local.get $method) (i32.const 115))
      (then (return (call $scan (local.get $args) (local.get $length)))))
    (if (i32.eq (local.get $method) (i32.const 97))
      (then
        (call $state_add (i32.const 24) (i32.const 1) (i64.load8_u (local.get $args)))
        (return (i32.const 0))))
    (if (i32.eq (local.get $method) (i32.const 119))
      (then
        (call $state_write
          (local.get $args) (local.get $length) (local.get $args) (local.get $length))
        (return (i32.const 0))))
    (if (i32.eq (local.get $method) (i32.const 100))
      (then
        (call $state_delete (local.get $args) (local.get $length))
        (return (i32.const 0))))
    (if (i32.eq (local.get $method) (i32.const 110))
      (then
        (global.set $length
          (call $state_read (i32.const 24) (i32.const 1) (i32.const 4096) (i32.const 1000)))
        (return (i32.const 4096))))
    (if (i32.eq (local.get $method) (i32.const 103))
      (then
        (global.set $length
          (call $state_read (i32.const 16) (i32.const 1) (i32.const 4096) (i32.const 1000)))
        (return (i32.const 4096))))
    (call $put (local.get $args) (local.get $length))
    (if (i32.eq (local.get $method) (i32.const 102))
      (then (call $revert (i32.const 48) (i32.const 2))))
    (if (i32.eq (local.get $method) (i32.const 116)) (then (unreachable)))
    (local.get $args)))
