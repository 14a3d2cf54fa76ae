package dev.wastm.wasm;

/** Where a module's file has what (WebAssembly core specification, section 5.5): the ids of its sections. */
final class Sections {
  /** The magic number and the version of the binary format, before the first section. */
  static final int HEADER_BYTES = 8;

  static final int CUSTOM = 0;
  static final int TYPE = 1;
  static final int IMPORT = 2;
  static final int GLOBAL = 6;
  static final int CODE = 10;
  static final int DATA = 11;
  static final int DATA_COUNT = 12;

  private Sections() {}
}
