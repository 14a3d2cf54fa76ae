package dev.wastm.cli.option;

import dev.wastm.cli.io.Failure;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStore;

/** A published module, as a person names it: {@code name@version}, or a SHA-256 in hex. */
public final class ModuleArgument {
  private ModuleArgument() {}

  /** @param argument what it was given as */
  public static ModuleRef parse(String argument, String ref) {
    try {
      return ModuleRef.parse(ref);
    } catch (IllegalArgumentException e) {
      throw Failure.badUsage(argument + ": " + e.getMessage());
    }
  }

  /** The digest of a module that must be there. */
  public static Digest resolve(ModuleStore modules, ModuleRef ref) {
    return modules
        .resolve(ref)
        .orElseThrow(() -> Failure.of("There is no module " + ref
            + " in this blob store; wastm module list shows those that there are."));
  }
}
