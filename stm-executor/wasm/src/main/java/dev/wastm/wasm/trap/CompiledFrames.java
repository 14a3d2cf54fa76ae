package dev.wastm.wasm.trap;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the stack trace of compiled code is read. The engine's compiler makes one method {@code func_N} of each function; the line numbers are
 * those that this project's own compiler gave it: a trap point's, counted from 1.
 */
public final class CompiledFrames {
  private static final String PACKAGE = "com.dylibso.chicory.$gen.";
  private static final Pattern FUNCTION = Pattern.compile("func_(\\d+)");

  private CompiledFrames() {}

  /** The same as {@link #function(String)}, where the class may be any; negative for those that the engine did not compile. */
  public static int function(String className, String method) {
    return className.startsWith(PACKAGE) ? function(method) : -1;
  }

  /** The index of the function that a method of this name is made of; negative for all other names. */
  public static int function(String method) {
    Matcher matcher = FUNCTION.matcher(method);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
  }

  /** The line of a trap point, which is counted from 0. */
  public static int line(int point) {
    return point + 1;
  }

  /** The number of a trap point, from 0. */
  static int point(int line) {
    if (line < 1) {
      throw new IllegalStateException("The engine's compiled code has no line numbers.");
    }
    return line - 1;
  }
}
