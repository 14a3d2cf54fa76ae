package dev.wastm.wasm;

/** The limits of protocol epoch 1 on modules and on what they do. They decide outcomes, so changing one needs a new epoch. */
final class GuestLimits {
  /** A module's file; the example actors have a few kilobytes, and a large language runtime fits. */
  static final int MODULE_BYTES_MAX = 256 * 1024;

  static final int FUNCTIONS_MAX = 1_000;

  /** The engine expands an indirect call once a type. */
  static final int TYPES_MAX = 64;

  static final int GLOBALS_MAX = 1_000;

  /** Locals and parameters make the frame, and the frame's size times the call depth must fit a thread's stack. */
  static final int LOCALS_MAX = 200;

  static final int PARAMETERS_MAX = 32;

  /** Of a function or block: a branch moves each of them. */
  static final int RESULTS_MAX = 32;

  /** A switch over 256 cases is a br_table in as many blocks, and may lie in some more. */
  static final int NESTING_MAX = 300;

  static final int EXPORTS_MAX = 1_000;

  static final int DATA_SEGMENTS_MAX = 1_000;

  static final int TABLES_MAX = 1;

  /** In all element segments, of which those that fill no table are kept by every instance. */
  static final int ELEMENT_ENTRIES_MAX = 2_048;

  /** A Java method has at most 64 KiB of bytecode, and a metered instruction takes up to some 25 bytes of it. */
  static final int INSTRUCTIONS_PER_FUNCTION_MAX = 2_000;

  static final int BRANCH_TABLE_MAX = 256;

  /** Of all branches together, each operand at each branch: compiled code has an instruction for each. */
  static final int BRANCH_DROPS_MAX = 100_000;

  static final int TABLE_ENTRIES_MAX = 1_024;

  static final int MEMORY_PAGES_INITIAL_MAX = 16;

  /** 4 MiB: instances are kept warm, one a thread and module. */
  static final int MEMORY_PAGES_MAX = 64;

  /** What a start function may use; it runs once an instance. */
  static final long START_FUEL = 10_000_000;

  /**
   * In units of {@link FuelSchedule#frame}, of which small functions take one or two. The largest frames and all of an interpreter's calls
   * stay below 64 MiB of the executing thread's stack.
   */
  static final int CALL_DEPTH_MAX = 20_000;

  /** Calls of actors by actors, one in the other; each has an instance of its own. */
  static final int NESTED_CALLS_MAX = 16;

  static final int ACTOR_BYTES_MAX = 128;
  static final int METHOD_BYTES_MAX = 256;
  static final int CALL_ARGS_BYTES_MAX = 64 * 1024;

  /** Of one transaction: what it writes is held in memory until its batch is stored. */
  static final int WRITES_MAX = 4_096;

  static final int WRITTEN_BYTES_MAX = 4 * 1024 * 1024;

  /** Of one call; each holds an entry, and a place in the state. */
  static final int OPEN_SCANS_MAX = 16;

  /** Of one call: every range is kept until the batch is done, to find keys that appear in it. */
  static final int SCANS_MAX = 256;

  static final int KEY_BYTES_MAX = 256;
  static final int VALUE_BYTES_MAX = 64 * 1024;
  static final int OUTPUT_BYTES_MAX = 64 * 1024;
  static final int EVENTS_MAX = 64;
  static final int TOPIC_BYTES_MAX = 256;
  static final int EVENT_BYTES_MAX = 16 * 1024;
  static final int LOG_BYTES_MAX = 4 * 1024;
  static final int LOG_LINES_MAX = 64;
  static final int REVERT_BYTES_MAX = 1_024;
  static final int RANDOM_BYTES_MAX = 1_024;

  private GuestLimits() {}
}
