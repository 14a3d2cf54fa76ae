package dev.wastm.ledger.batch;

import dev.wastm.ledger.proto.StatusProto;

/** How a transaction ended. All but {@link #SUCCESS} leave the state as it was. */
public enum Status {
  SUCCESS(StatusProto.SUCCESS),
  /** The guest called {@code revert}, or the system actor refused. */
  REVERTED(StatusProto.REVERTED),
  /** The guest did what WebAssembly or the guest ABI forbids, or exceeded a limit other than fuel. */
  TRAPPED(StatusProto.TRAPPED),
  OUT_OF_FUEL(StatusProto.OUT_OF_FUEL),
  /** The transaction could not be run at all: its actor does not exist, or a field is out of range. */
  INVALID(StatusProto.INVALID);

  private final StatusProto proto;

  Status(StatusProto proto) {
    this.proto = proto;
  }

  StatusProto proto() {
    return proto;
  }

  /** @throws IllegalArgumentException for a value that protocol epoch 1 does not know */
  static Status of(StatusProto proto) {
    for (Status status : values()) {
      if (status.proto == proto) {
        return status;
      }
    }
    throw new IllegalArgumentException("A receipt has the unknown status " + proto + ".");
  }
}
