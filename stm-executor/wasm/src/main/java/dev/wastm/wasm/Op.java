package dev.wastm.wasm;

/** The opcodes that instrumentation writes (WebAssembly core specification, section 5.4). */
final class Op {
  static final int UNREACHABLE = 0x00;
  static final int IF = 0x04;
  static final int VOID = 0x40;
  static final int END = 0x0b;
  static final int SELECT = 0x1b;
  static final int LOCAL_GET = 0x20;
  static final int LOCAL_SET = 0x21;
  static final int LOCAL_TEE = 0x22;
  static final int GLOBAL_GET = 0x23;
  static final int GLOBAL_SET = 0x24;
  static final int MEMORY_SIZE = 0x3f;
  static final int I32_CONST = 0x41;
  static final int I64_CONST = 0x42;
  static final int F32_CONST = 0x43;
  static final int F64_CONST = 0x44;
  static final int I32_LT_S = 0x48;
  static final int I64_LT_S = 0x53;
  static final int I64_GT_S = 0x55;
  static final int I64_LE_S = 0x57;
  static final int I64_GE_S = 0x59;
  static final int F32_NE = 0x5c;
  static final int F64_NE = 0x62;
  static final int I32_SUB = 0x6b;
  static final int I32_AND = 0x71;
  static final int I32_OR = 0x72;
  static final int I32_XOR = 0x73;
  static final int I64_ADD = 0x7c;
  static final int I64_SUB = 0x7d;
  static final int I64_MUL = 0x7e;
  static final int I64_AND = 0x83;
  static final int I64_OR = 0x84;
  static final int I64_XOR = 0x85;
  static final int I64_SHR_U = 0x88;
  static final int I64_EXTEND_I32_U = 0xad;
  static final int I32_REINTERPRET_F32 = 0xbc;
  static final int I64_REINTERPRET_F64 = 0xbd;
  static final int F32_REINTERPRET_I32 = 0xbe;
  static final int F64_REINTERPRET_I64 = 0xbf;

  private Op() {}
}
