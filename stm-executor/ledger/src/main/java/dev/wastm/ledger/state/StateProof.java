package dev.wastm.ledger.state;

import dev.wastm.ledger.hash.Digest;
import java.util.List;
import java.util.Optional;

/**
 * What a state holds under one key, for someone who knows the state's root alone: the way through the trie that the key's path takes, with
 * the digest of what lies beside the way. It proves what it says to whoever trusts the root, and nothing else; {@code docs/state.md} says
 * why. Immutable.
 */
public sealed interface StateProof {
  /** The key it speaks of. */
  StateKey key();

  /** From the root down. */
  List<Step> path();

  /**
   * A branch on the way.
   *
   * @param bit the number of the path's bit that the branch asks for, from 0 to 255
   * @param sibling the digest of the side that the way does not take
   */
  record Step(int bit, Digest sibling) {}

  /** The key has a value. */
  record Present(State.Entry entry, List<Step> path) implements StateProof {
    public Present {
      path = List.copyOf(path);
    }

    @Override
    public StateKey key() {
      return entry.key();
    }

    @Override
    public Digest root() throws InvalidProofException {
      return StateProof.root(entry.key(), entry, path);
    }
  }

  /**
   * The key has no value.
   *
   * @param neighbour the entry to which the key's path leads instead; empty where the state is
   */
  record Absent(StateKey key, Optional<State.Entry> neighbour, List<Step> path)
      implements StateProof {
    public Absent {
      path = List.copyOf(path);
    }

    @Override
    public Digest root() throws InvalidProofException {
      if (neighbour.isEmpty()) {
        return emptyRoot();
      }
      if (neighbour.get().key().equals(key)) {
        throw new InvalidProofException(
            "it says that a key is absent, and shows that very key with a value");
      }
      return StateProof.root(key, neighbour.get(), path);
    }

    private Digest emptyRoot() throws InvalidProofException {
      if (!path.isEmpty()) {
        throw new InvalidProofException("it shows a way through a trie, but no entry at its end");
      }
      return State.EMPTY.root();
    }
  }

  /**
   * The root of every state that this is a proof for.
   *
   * @throws InvalidProofException where it can be a proof for no state
   */
  Digest root() throws InvalidProofException;

  private static Digest root(StateKey key, State.Entry end, List<Step> path)
      throws InvalidProofException {
    Digest sought = KeyPath.of(key.bytes());
    Digest found = KeyPath.of(end.key().bytes());
    Digest node = Node.Leaf.digest(end.key().bytes(), end.value());
    int below = KeyPath.BITS;
    for (int i = path.size() - 1; i >= 0; i--) {
      Step step = path.get(i);
      if (step.bit() < 0 || step.bit() >= below) {
        throw new InvalidProofException(
            "its way through the trie does not ask for bits from 0 to 255 in ascending order");
      }
      boolean isOne = KeyPath.at(sought, step.bit());
      if (isOne != KeyPath.at(found, step.bit())) {
        throw new InvalidProofException("its way through the trie is not the key's");
      }
      node = isOne
          ? Node.Branch.digest(step.bit(), step.sibling(), node)
          : Node.Branch.digest(step.bit(), node, step.sibling());
      below = step.bit();
    }
    return node;
  }
}
