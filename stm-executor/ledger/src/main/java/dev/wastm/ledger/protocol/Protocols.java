package dev.wastm.ledger.protocol;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** The protocols that a worker knows, by their epochs. Immutable. */
public final class Protocols {
  /** The epoch of a ledger's first batch. */
  public static final int FIRST_EPOCH = 1;

  private static final Protocols KNOWN = of(List.of(Protocol.epoch1()));

  private final TreeMap<Integer, Protocol> byEpoch = new TreeMap<>();

  private Protocols() {}

  /** Those that this version of WASTM knows. */
  public static Protocols known() {
    return KNOWN;
  }

  /** @param protocols of different epochs, the first one's among them */
  public static Protocols of(List<Protocol> protocols) {
    Protocols all = new Protocols();
    protocols.forEach(each -> all.byEpoch.put(each.epoch(), each));
    if (all.byEpoch.size() != protocols.size() || !all.byEpoch.containsKey(FIRST_EPOCH)) {
      throw new IllegalArgumentException(
          "Protocols have different epochs, and the first of them is " + FIRST_EPOCH + ".");
    }
    return all;
  }

  /** The newest; what is not of any ledger, such as a module that is published, is held against it. */
  public Protocol newest() {
    return byEpoch.lastEntry().getValue();
  }

  /** The largest that a limit is in any of them: what is larger is wrong in every epoch. */
  public long largest(ToLongFunction<Protocol> limit) {
    return byEpoch.values().stream().mapToLong(limit).max().orElseThrow();
  }

  /** As many events as a transaction may emit in some epoch. */
  public long eventsMax() {
    return largest(protocol -> protocol.guest().calls().events());
  }

  public boolean knows(int epoch) {
    return byEpoch.containsKey(epoch);
  }

  /** @throws UnknownEpochException where this worker is too old */
  public Protocol of(String ledger, int epoch) {
    Map.Entry<Integer, Protocol> found = byEpoch.floorEntry(epoch);
    if (found == null || found.getKey() != epoch) {
      throw new UnknownEpochException(ledger, epoch, newest().epoch());
    }
    return found.getValue();
  }
}
