package dev.wastm.ledger.batch;

import dev.wastm.ledger.protocol.TransactionRules;
import dev.wastm.ledger.text.Names;

/**
 * What an actor may be called: a name ({@link Names#isName}) of up to {@link TransactionRules#nameBytes} bytes. What else has a name of its kind is told
 * by the same rules.
 */
public final class ActorId {
  /** The built-in actor that deploys and upgrades the others, and whose state is the list of them. */
  public static final String SYSTEM = "system";

  private ActorId() {}

  public static boolean isValid(String id, TransactionRules rules) {
    return Names.isName(id, rules.nameBytes());
  }

  /** A sender is named like an actor, or is empty. */
  public static boolean isValidSender(String sender, TransactionRules rules) {
    return sender.isEmpty() || Names.isName(sender, rules.nameBytes());
  }

  static boolean isValidMethod(String method, TransactionRules rules) {
    return Names.isName(method, rules.methodBytes());
  }
}
