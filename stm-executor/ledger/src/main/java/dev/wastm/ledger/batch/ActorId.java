package dev.wastm.ledger.batch;

import java.nio.charset.StandardCharsets;

/** What an actor may be called: 1 to {@link Limits#NAME_BYTES_MAX} bytes of UTF-8 without control characters. */
public final class ActorId {
  /** The built-in actor that deploys and upgrades the others, and whose state is the list of them. */
  public static final String SYSTEM = "system";

  private ActorId() {}

  public static boolean isValid(String id) {
    return !id.isEmpty() && isValidName(id);
  }

  /** A sender is named like an actor, or is empty. */
  public static boolean isValidSender(String sender) {
    return isValidName(sender);
  }

  private static boolean isValidName(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length <= Limits.NAME_BYTES_MAX
        && name.chars().noneMatch(Character::isISOControl)
        && StandardCharsets.UTF_8.newEncoder().canEncode(name);
  }
}
