package dev.wastm.ledger.batch;

import dev.wastm.ledger.protocol.TransactionRules;
import java.nio.charset.StandardCharsets;

/** What an actor may be called: 1 to {@link TransactionRules#nameBytes} bytes of UTF-8 without control characters. */
public final class ActorId {
  /** The built-in actor that deploys and upgrades the others, and whose state is the list of them. */
  public static final String SYSTEM = "system";

  private ActorId() {}

  public static boolean isValid(String id, TransactionRules rules) {
    return !id.isEmpty() && isValidName(id, rules);
  }

  /** A sender is named like an actor, or is empty. */
  public static boolean isValidSender(String sender, TransactionRules rules) {
    return isValidName(sender, rules);
  }

  private static boolean isValidName(String name, TransactionRules rules) {
    return name.getBytes(StandardCharsets.UTF_8).length <= rules.nameBytes()
        && name.chars().noneMatch(Character::isISOControl)
        && StandardCharsets.UTF_8.newEncoder().canEncode(name);
  }
}
