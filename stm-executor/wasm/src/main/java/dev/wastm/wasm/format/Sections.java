package dev.wastm.wasm.format;

/** Where a module's file has what (WebAssembly core specification, section 5.5): the ids of its sections. */
public final class Sections {
  /** The magic number and the version of the binary format, before the first section. */
  public static final int HEADER_BYTES = 8;

  public static final int CUSTOM = 0;
  public static final int TYPE = 1;
  public static final int IMPORT = 2;
  public static final int GLOBAL = 6;
  public static final int CODE = 10;
  public static final int DATA = 11;
  public static final int DATA_COUNT = 12;

  private Sections() {}
}
