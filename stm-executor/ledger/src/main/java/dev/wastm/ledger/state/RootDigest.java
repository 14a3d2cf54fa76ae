package dev.wastm.ledger.state;

import dev.wastm.ledger.hash.Digest;
import java.util.concurrent.RecursiveAction;

/** Computes the digests that a trie still lacks, the two sides of each of its upper branches in parallel, on the common fork-join pool. */
final class RootDigest extends RecursiveAction {
  private static final long serialVersionUID = 1L;

  /** 2^6 tasks keep any machine's cores busy and cost nothing against hashing; below that depth a thread goes on alone. */
  private static final int PARALLEL_LEVELS = 6;

  private final transient Node node;
  private final int level;

  private RootDigest(Node node, int level) {
    this.node = node;
    this.level = level;
  }

  static Digest of(Node root) {
    new RootDigest(root, 0).invoke();
    return root.digest();
  }

  @Override
  protected void compute() {
    if (node instanceof Node.Branch branch && !branch.isHashed() && level < PARALLEL_LEVELS) {
      invokeAll(new RootDigest(branch.zero, level + 1), new RootDigest(branch.one, level + 1));
    }
    Digest unused = node.digest();
  }
}
