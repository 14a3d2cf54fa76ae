package dev.wastm.ledger.execution;

import dev.wastm.ledger.batch.Call;

/** One call to a guest, with its strings as the bytes that guests see. The arrays must not be modified. */
@SuppressWarnings("ArrayRecordComponent")
record GuestCall(byte[] actor, byte[] method, byte[] args, byte[] sender, byte[] caller) {

  static GuestCall of(Call.OfGuest call) {
    return new GuestCall(call.actor(), call.method(), call.args(), call.sender(), call.sender());
  }

  /** A call that this one's actor makes. */
  GuestCall nested(byte[] callee, byte[] calledMethod, byte[] calledArgs) {
    return new GuestCall(callee, calledMethod, calledArgs, sender, /* caller= */ actor);
  }
}
