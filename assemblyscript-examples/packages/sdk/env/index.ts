// The host's functions, exactly as guest ABI v1 names them. Pointers and lengths are bytes in this module's memory.

/** The value's length, or -1 where there is none; copies its first min(length, dstCapacity) bytes. */
@external("wastm", "state_read")
export declare function state_read(key: usize, keyLength: i32, dst: usize, dstCapacity: i32): i32;

/** 1 or 0. */
@external("wastm", "state_exists")
export declare function state_exists(key: usize, keyLength: i32): i32;

@external("wastm", "state_write")
export declare function state_write(key: usize, keyLength: i32, value: usize, valueLength: i32): void;

@external("wastm", "state_delete")
export declare function state_delete(key: usize, keyLength: i32): void;

/** Copies the actor's id; returns its length. */
@external("wastm", "ctx_actor")
export declare function ctx_actor(dst: usize, capacity: i32): i32;

/** Copies the transaction's sender; returns its length. */
@external("wastm", "ctx_sender")
export declare function ctx_sender(dst: usize, capacity: i32): i32;

/** Copies the calling actor's id in a nested call, else the sender; returns its length. */
@external("wastm", "ctx_caller")
export declare function ctx_caller(dst: usize, capacity: i32): i32;

@external("wastm", "ctx_height")
export declare function ctx_height(): i64;

/** The batch's timestamp in milliseconds since the epoch. */
@external("wastm", "ctx_time")
export declare function ctx_time(): i64;

@external("wastm", "ctx_tx_index")
export declare function ctx_tx_index(): i32;

/** The fuel that is left. */
@external("wastm", "ctx_fuel")
export declare function ctx_fuel(): i64;

/** Writes bytes derived from the batch's seed. */
@external("wastm", "ctx_random")
export declare function ctx_random(dst: usize, length: i32): void;

@external("wastm", "emit")
export declare function emit(topic: usize, topicLength: i32, data: usize, dataLength: i32): void;

@external("wastm", "log")
export declare function log(level: i32, message: usize, messageLength: i32): void;

/** Ends the transaction as REVERTED; does not return. */
@external("wastm", "revert")
export declare function revert(message: usize, messageLength: i32): void;
