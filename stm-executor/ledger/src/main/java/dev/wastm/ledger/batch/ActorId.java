package dev.wastm.ledger.batch;

import dev.wastm.ledger.protocol.TransactionRules;
import java.nio.charset.StandardCharsets;

/**
 * What an actor may be called: 1 to {@link TransactionRules#nameBytes} bytes of UTF-8 without control characters. What else has a name of its kind
 * is told by the same rules.
 */
public final class ActorId {
  /** The built-in actor that deploys and upgrades the others, and whose state is the list of them. */
  public static final String SYSTEM = "system";

  private ActorId() {}

  public static boolean isValid(String id, TransactionRules rules) {
    return !id.isEmpty() && isName(id, rules.nameBytes());
  }

  /** A sender is named like an actor, or is empty. */
  public static boolean isValidSender(String sender, TransactionRules rules) {
    return isName(sender, rules.nameBytes());
  }

  static boolean isValidMethod(String method, TransactionRules rules) {
    return !method.isEmpty() && isName(method, rules.methodBytes());
  }

  /** Whether something that is named like an actor has a name of some length. */
  public static boolean isName(String name, int bytesMax) {
    return name.length() <= bytesMax
        && name.getBytes(StandardCharsets.UTF_8).length <= bytesMax
        && name.chars().noneMatch(Character::isISOControl)
        && StandardCharsets.UTF_8.newEncoder().canEncode(name);
  }
}
