package dev.wastm.wasm.format;

/** The opcodes that instrumentation writes (WebAssembly core specification, section 5.4). */
public final class Op {
  public static final int UNREACHABLE = 0x00;
  public static final int IF = 0x04;
  public static final int VOID = 0x40;
  public static final int END = 0x0b;
  public static final int SELECT = 0x1b;
  public static final int LOCAL_GET = 0x20;
  public static final int LOCAL_SET = 0x21;
  public static final int LOCAL_TEE = 0x22;
  public static final int GLOBAL_GET = 0x23;
  public static final int GLOBAL_SET = 0x24;
  public static final int MEMORY_SIZE = 0x3f;
  public static final int I32_CONST = 0x41;
  public static final int I64_CONST = 0x42;
  public static final int F32_CONST = 0x43;
  public static final int F64_CONST = 0x44;
  public static final int I32_LT_S = 0x48;
  public static final int I64_LT_S = 0x53;
  public static final int I64_GT_S = 0x55;
  public static final int I64_LE_S = 0x57;
  public static final int I64_GE_S = 0x59;
  public static final int F32_NE = 0x5c;
  public static final int F64_NE = 0x62;
  public static final int I32_SUB = 0x6b;
  public static final int I32_AND = 0x71;
  public static final int I32_OR = 0x72;
  public static final int I32_XOR = 0x73;
  public static final int I64_ADD = 0x7c;
  public static final int I64_SUB = 0x7d;
  public static final int I64_MUL = 0x7e;
  public static final int I64_AND = 0x83;
  public static final int I64_OR = 0x84;
  public static final int I64_XOR = 0x85;
  public static final int I64_SHR_U = 0x88;
  public static final int I64_EXTEND_I32_U = 0xad;
  public static final int I32_REINTERPRET_F32 = 0xbc;
  public static final int I64_REINTERPRET_F64 = 0xbd;
  public static final int F32_REINTERPRET_I32 = 0xbe;
  public static final int F64_REINTERPRET_I64 = 0xbf;

  private Op() {}
}
