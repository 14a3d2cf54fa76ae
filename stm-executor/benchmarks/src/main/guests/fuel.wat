;; An actor that does what its arguments say, for `wastm bench fuel`; fuel.wasm in the resources is made from it, in this folder:
;;   wat2wasm fuel.wat -o ../resources/dev/wastm/benchmarks/fuel.wasm
;; The arguments are steps of 20 bytes, little endian, up to one whose operation is 255:
;;   u8 operation, u8 kind of key, u16 unused, u32 count, u32 from, u32 a, u32 b
;; Each is done count times, with the keys whose numbers are from, from + 1, and so on. FuelStep.java says what they mean.
(module
  (import "wastm" "state_read" (func $state_read (param i32 i32 i32 i32) (result i32)))
  (import "wastm" "state_exists" (func $state_exists (param i32 i32) (result i32)))
  (import "wastm" "state_write" (func $state_write (param i32 i32 i32 i32)))
  (import "wastm" "state_delete" (func $state_delete (param i32 i32)))
  (import "wastm" "state_add" (func $state_add (param i32 i32 i64)))
  (import "wastm" "scan_open" (func $scan_open (param i32 i32) (result i32)))
  (import "wastm" "scan_next" (func $scan_next (param i32 i32 i32) (result i32)))
  (import "wastm" "scan_close" (func $scan_close (param i32)))
  (import "wastm" "ctx_actor" (func $ctx_actor (param i32 i32) (result i32)))
  (import "wastm" "ctx_sender" (func $ctx_sender (param i32 i32) (result i32)))
  (import "wastm" "ctx_caller" (func $ctx_caller (param i32 i32) (result i32)))
  (import "wastm" "ctx_height" (func $ctx_height (result i64)))
  (import "wastm" "ctx_time" (func $ctx_time (result i64)))
  (import "wastm" "ctx_tx_index" (func $ctx_tx_index (result i32)))
  (import "wastm" "ctx_fuel" (func $ctx_fuel (result i64)))
  (import "wastm" "ctx_random" (func $ctx_random (param i32 i32)))
  (import "wastm" "emit" (func $emit (param i32 i32 i32 i32)))
  (import "wastm" "log" (func $log (param i32 i32 i32)))
  (import "wastm" "revert" (func $revert (param i32 i32)))
  (import "wastm" "sha256" (func $sha256 (param i32 i32 i32)))
  (import "wastm" "ed25519_verify" (func $ed25519_verify (param i32 i32 i32 i32) (result i32)))
  (import "wastm" "call" (func $call (param i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wastm" "call_output" (func $call_output (param i32 i32) (result i32)))
  (import "env" "abort" (func $abort (param i32 i32 i32 i32)))

  ;; 0x0000 what is not looked at; 0x0400 a key; 0x0800 the own id; 0x1000 a public key, a signature, and room for one that is wrong;
  ;; 0x10000 values; 0x40000 the input; 0x90000 what the host writes.
  (memory (export "memory") 16)
  (global $args (mut i32) (i32.const 0))
  (global $length (mut i32) (i32.const 0))
  (global $sum (mut i64) (i64.const 0))

  ;; RFC 8032, 7.1, test 3: the message is af 82.
  (data (i32.const 0x1000)
    "\fc\51\cd\8e\62\18\a1\a3\8d\a4\7e\d0\02\30\f0\58\08\16\ed\13\ba\33\03\ac\5d\eb\91\15\48\90\80\25")
  (data (i32.const 0x1040)
    "\62\91\d6\57\de\ec\24\02\48\27\e6\9c\3a\be\01\a3\0c\e5\48\a2\84\74\3a\44\5e\36\80\d7\db\5a\c3\ac"
    "\18\ff\9b\53\8d\16\f2\90\ae\67\f7\60\98\4d\c6\59\4a\7c\15\e9\71\6e\d2\8d\c0\27\be\ce\ea\1e\c4\0a")
  (data (i32.const 0x10000) "\af\82")
  ;; A string as AssemblyScript keeps it: its length in bytes stands before it.
  (data (i32.const 0x0ffc) "\00\04\00\00")

  (func (export "alloc") (param i32) (result i32) (i32.const 0x40000))
  (func (export "output_len") (result i32) (global.get $length))

  (func $mix (param $x i64) (result i64)
    (local.set $x (i64.add (local.get $x) (i64.const 0x9E3779B97F4A7C15)))
    (local.set $x (i64.mul (i64.xor (local.get $x) (i64.shr_u (local.get $x) (i64.const 30))) (i64.const 0xBF58476D1CE4E5B9)))
    (local.set $x (i64.mul (i64.xor (local.get $x) (i64.shr_u (local.get $x) (i64.const 27))) (i64.const 0x94D049BB133111EB)))
    (i64.xor (local.get $x) (i64.shr_u (local.get $x) (i64.const 31))))

  (func $reverse (param $x i32) (result i32)
    (i32.or
      (i32.and (i32.rotl (local.get $x) (i32.const 8)) (i32.const 0x00ff00ff))
      (i32.and (i32.rotl (local.get $x) (i32.const 24)) (i32.const 0xff00ff00))))

  ;; Writes a key of a kind to 0x0400 and returns its length. FuelKeys.java makes the same keys.
  (func $key (param $kind i32) (param $number i32) (result i32) (local $at i32)
    (block $whole (block $staircase (block $colliding (block $prefixed (block $sequential (block $random (block $same
      (br_table $same $random $sequential $prefixed $colliding $staircase $random $whole (local.get $kind)))
      (i32.store (i32.const 0x400) (i32.const 0x656d6173))
      (return (i32.const 4)))
      ;; random: a letter and eight bytes
      (i32.store8 (i32.const 0x400) (i32.add (i32.const 97) (local.get $kind)))
      (i64.store (i32.const 0x401) (call $mix (i64.extend_i32_u (local.get $number))))
      (return (i32.const 9)))
      ;; sequential: a letter and the number, big endian
      (i32.store8 (i32.const 0x400) (i32.const 107))
      (i32.store (i32.const 0x401) (call $reverse (local.get $number)))
      (return (i32.const 5)))
      ;; prefixed: 250 letters and the number
      (memory.fill (i32.const 0x400) (i32.const 112) (i32.const 250))
      (i32.store (i32.const 0x4fa) (call $reverse (local.get $number)))
      (return (i32.const 254)))
      ;; colliding: 16 times "Aa" or "BB", a bit each
      (local.set $at (i32.const 0))
      (loop $next
        (i32.store16
          (i32.add (i32.const 0x400) (i32.shl (local.get $at) (i32.const 1)))
          (select (i32.const 0x4242) (i32.const 0x6141)
            (i32.and (i32.shr_u (local.get $number) (local.get $at)) (i32.const 1))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br_if $next (i32.lt_u (local.get $at) (i32.const 16))))
      (return (i32.const 32)))
      (return (call $staircase (i32.shr_u (local.get $number) (i32.const 12)) (i32.and (local.get $number) (i32.const 4095)))))
    ;; whole: 256 bytes
    (memory.fill (i32.const 0x400) (i32.const 119) (i32.const 256))
    (i64.store (i32.const 0x4f8) (call $mix (i64.extend_i32_u (local.get $number))))
    (i32.const 256))

  ;; The victim, of 256 bytes, where step is 4095; else a key that leaves it at the step's bit, of nine a byte: whether there is a byte, and
  ;; the byte's eight.
  (func $staircase (param $victim i32) (param $step i32) (result i32) (local $byte i32) (local $bit i32)
    (memory.fill (i32.const 0x400) (i32.add (i32.const 65) (local.get $victim)) (i32.const 256))
    (i32.store8 (i32.const 0x400) (i32.const 115))
    (if (i32.eq (local.get $step) (i32.const 4095)) (then (return (i32.const 256))))
    (local.set $byte (i32.add (i32.const 2) (i32.div_u (local.get $step) (i32.const 9))))
    (local.set $bit (i32.rem_u (local.get $step) (i32.const 9)))
    (if (i32.eqz (local.get $bit)) (then (return (local.get $byte))))
    (i32.store8
      (i32.add (i32.const 0x400) (local.get $byte))
      (i32.xor
        (i32.load8_u (i32.add (i32.const 0x400) (local.get $byte)))
        (i32.shl (i32.const 1) (i32.sub (i32.const 8) (local.get $bit)))))
    (i32.add (local.get $byte) (i32.const 1)))

  (func $scan (param $nexts i32) (param $capacity i32) (local $handle i32)
    (local.set $handle (call $scan_open (i32.const 0x400) (i32.const 1)))
    (block $end
      (loop $next
        (br_if $end (i32.eqz (local.get $nexts)))
        (br_if $end (i32.eq (i32.const -1)
          (call $scan_next (local.get $handle) (i32.const 0x90000) (local.get $capacity))))
        (local.set $nexts (i32.sub (local.get $nexts) (i32.const 1)))
        (br $next)))
    (call $scan_close (local.get $handle)))

  ;; Sixteen scans at once, a step of each at a time.
  (func $scans (param $nexts i32) (local $first i32) (local $i i32)
    (local.set $first (call $scan_open (i32.const 0x400) (i32.const 1)))
    (local.set $i (i32.const 1))
    (loop $open
      (drop (call $scan_open (i32.const 0x400) (i32.const 1)))
      (br_if $open (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 16))))
    (local.set $i (i32.const 0))
    (loop $next
      (drop (call $scan_next
        (i32.add (local.get $first) (i32.and (local.get $i) (i32.const 15))) (i32.const 0x90000) (i32.const 0x10000)))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.shl (local.get $nexts) (i32.const 4)))))
    (local.set $i (i32.const 0))
    (loop $close
      (call $scan_close (i32.add (local.get $first) (local.get $i)))
      (br_if $close (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 16)))))

  (func $burn (param $rounds i32) (local $x i64)
    (local.set $x (global.get $sum))
    (loop $next
      (local.set $x (i64.add (i64.mul (local.get $x) (i64.const 6364136223846793005)) (i64.const 1442695040888963407)))
      (br_if $next (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
    (global.set $sum (local.get $x)))

  (func $context (param $which i32)
    (block $fuel (block $index (block $time (block $height (block $caller (block $sender (block $actor
      (br_table $actor $sender $caller $height $time $index $fuel (local.get $which)))
      (drop (call $ctx_actor (i32.const 0) (i32.const 128))) (return))
      (drop (call $ctx_sender (i32.const 0) (i32.const 128))) (return))
      (drop (call $ctx_caller (i32.const 0) (i32.const 128))) (return))
      (global.set $sum (i64.add (global.get $sum) (call $ctx_height))) (return))
      (global.set $sum (i64.add (global.get $sum) (call $ctx_time))) (return))
      (drop (call $ctx_tx_index)) (return))
    (global.set $sum (i64.add (global.get $sum) (call $ctx_fuel))))

  (func $call_actor (param $args i32) (param $args_length i32)
    (drop (call $call
      (i32.const 0x800) (call $ctx_actor (i32.const 0x800) (i32.const 128))
      (i32.const 0x10000) (i32.const 1) (i32.add (global.get $args) (local.get $args)) (local.get $args_length))))

  ;; One operation, once.
  (func $operate (param $operation i32) (param $key i32) (param $a i32) (param $b i32)
    (block $b24 (block $b23 (block $b22 (block $b21 (block $b20 (block $b19 (block $b18 (block $b17 (block $b16 (block $b15 (block $b14
    (block $b13 (block $b12 (block $b11 (block $b10 (block $b9 (block $b8 (block $b7 (block $b6 (block $b5 (block $b4 (block $b3
    (block $b2 (block $b1 (block $b0
      (br_table $b0 $b1 $b2 $b3 $b4 $b5 $b6 $b7 $b8 $b9 $b10 $b11 $b12 $b13 $b14 $b15 $b16 $b17 $b18 $b19 $b20 $b21 $b22 $b23 $b24
        (local.get $operation)))
      (drop (call $state_read (i32.const 0x400) (local.get $key) (i32.const 0x90000) (local.get $a))) (return))
      (drop (call $state_exists (i32.const 0x400) (local.get $key))) (return))
      (call $state_write (i32.const 0x400) (local.get $key) (i32.const 0x10000) (local.get $a)) (return))
      (call $state_delete (i32.const 0x400) (local.get $key)) (return))
      (call $state_add (i32.const 0x400) (local.get $key) (i64.const 1)) (return))
      (call $scan (local.get $b) (local.get $a)) (return))
      (call $scans (local.get $b)) (return))
      (call $sha256 (i32.const 0x10000) (local.get $a) (i32.const 0x90000)) (return))
      (drop (call $ed25519_verify (i32.const 0x1000) (i32.const 0x10000) (local.get $a) (i32.const 0x1040))) (return))
      (call $emit (i32.const 0x10000) (local.get $a) (i32.const 0x10000) (local.get $b)) (return))
      (call $log (i32.const 0) (i32.const 0x10000) (local.get $a)) (return))
      (call $context (local.get $a)) (return))
      (call $ctx_random (i32.const 0x90000) (local.get $a)) (return))
      (call $call_actor (local.get $a) (local.get $b)) (return))
      (drop (call $call_output (i32.const 0x90000) (local.get $a))) (return))
      (call $revert (i32.const 0x10000) (local.get $a)) (return))
      (call $abort (i32.const 0x1000) (i32.const 0x1000) (i32.const 1) (i32.const 1)) (return))
      (unreachable))
      (global.set $length (local.get $a)) (return))
      (call $burn (local.get $a)) (return))
      (call $state_write (i32.const 0x400) (local.get $key) (i32.const 0x10000) (local.get $a))
      (call $state_delete (i32.const 0x400) (local.get $key))
      (call $state_write (i32.const 0x400) (local.get $key) (i32.const 0x10000) (local.get $a)) (return))
      (drop (call $state_read (i32.const 0x400) (local.get $key) (i32.const 0x90000) (local.get $a)))
      (call $state_write (i32.const 0x400) (local.get $key) (i32.const 0x90000) (local.get $a)) (return))
      (drop (memory.grow (local.get $a)))
      (memory.fill (i32.const 0x80000) (i32.const 1) (i32.shl (local.get $a) (i32.const 16))) (return))
      (drop (call $call (i32.const 0x10000) (i32.const 1) (i32.const 0x10000) (i32.const 1) (i32.const 0) (i32.const 0))) (return))
    (drop (call $ed25519_verify (i32.const 0x1000) (i32.const 0x10000) (local.get $a) (i32.const 0x1080))))

  (func $run (param $at i32) (local $count i32) (local $number i32) (local $kind i32)
    (local.set $count (i32.load offset=4 (local.get $at)))
    (local.set $number (i32.load offset=8 (local.get $at)))
    (local.set $kind (i32.load8_u offset=1 (local.get $at)))
    (loop $next
      (call $operate
        (i32.load8_u (local.get $at))
        (call $key (local.get $kind) (local.get $number))
        (i32.load offset=12 (local.get $at))
        (i32.load offset=16 (local.get $at)))
      (local.set $number (i32.add (local.get $number) (i32.const 1)))
      (br_if $next (local.tee $count (i32.sub (local.get $count) (i32.const 1))))))

  (func (export "execute") (param $input i32) (param $size i32) (result i32) (local $at i32)
    (local.set $at (i32.add (i32.const 7) (i32.add (local.get $input) (i32.load16_u offset=1 (local.get $input)))))
    (global.set $args (local.get $at))
    (block $end
      (loop $next
        (br_if $end (i32.eq (i32.load8_u (local.get $at)) (i32.const 255)))
        (call $run (local.get $at))
        (local.set $at (i32.add (local.get $at) (i32.const 20)))
        (br $next)))
    (i32.const 0x10000)))
