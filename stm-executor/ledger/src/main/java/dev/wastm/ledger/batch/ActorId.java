package dev.wastm.ledger.batch;

import java.nio.charset.StandardCharsets;

/**
 * What an actor may be called: 1 to {@link Limits#NAME_BYTES_MAX} bytes of UTF-8 without control characters. What else has a name of its kind
 * is told by the same rules.
 */
public final class ActorId {
  /** The built-in actor that deploys and upgrades the others, and whose state is the list of them. */
  public static final String SYSTEM = "system";

  private ActorId() {}

  public static boolean isValid(String id) {
    return !id.isEmpty() && isName(id, Limits.NAME_BYTES_MAX);
  }

  /** A sender is named like an actor, or is empty. */
  public static boolean isValidSender(String sender) {
    return isName(sender, Limits.NAME_BYTES_MAX);
  }

  static boolean isValidMethod(String method) {
    return !method.isEmpty() && isName(method, Limits.METHOD_BYTES_MAX);
  }

  static boolean isName(String name, int bytesMax) {
    return name.length() <= bytesMax
        && name.getBytes(StandardCharsets.UTF_8).length <= bytesMax
        && name.chars().noneMatch(Character::isISOControl)
        && StandardCharsets.UTF_8.newEncoder().canEncode(name);
  }
}
