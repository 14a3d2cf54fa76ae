package dev.wastm.wasm.metering;

/** How unsigned comparisons of i32 are written. They give the same answers, unless the JVM's compiler is at fault. */
public enum UnsignedComparisons {
  /** As the module has them. */
  NATIVE,
  /** Through i64, because compilers of JDK 17 get those of i32 wrong now and then (JDK-8376400). */
  WIDENED;

  /** The first release in which the fault does not show. */
  private static final int SOUND_RELEASE = 18;

  public static UnsignedComparisons ofThisJvm() {
    return Runtime.version().feature() < SOUND_RELEASE ? WIDENED : NATIVE;
  }
}
