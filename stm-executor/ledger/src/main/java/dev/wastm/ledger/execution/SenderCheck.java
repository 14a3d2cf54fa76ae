package dev.wastm.ledger.execution;

import dev.wastm.ledger.batch.Failure;
import dev.wastm.ledger.batch.FailureCode;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.execution.system.SenderNonce;
import dev.wastm.ledger.execution.system.SignaturePolicy;
import dev.wastm.ledger.key.VerificationKey;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.TransactionView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a transaction comes from the sender it names, and comes for the first time. A sender that is a key must have signed; its nonce must
 * be the next one, and is used up by whatever is executed, also where that fails.
 *
 * <p>Thread-safe. Whether the signature holds depends on the transaction alone and is kept, because finding out costs more than most
 * transactions: threads that race to find out store the same Boolean, which needs no publication.
 */
final class SenderCheck {
  private static final byte[] ABSENT = new byte[0];

  private final Transaction transaction;
  private final BatchContext batch;
  private @Nullable Boolean signatureHolds;

  SenderCheck(Transaction transaction, BatchContext batch) {
    this.transaction = transaction;
    this.batch = batch;
  }

  /** Why the transaction may not be executed; empty where it may. */
  Optional<Failure> refusal(TransactionView<StateKey, byte[]> view) {
    if (transaction.authorization().isEmpty()) {
      return unsignedRefusal(view);
    }
    if (!signatureHolds()) {
      return Optional.of(Failure.of(FailureCode.WRONG_SIGNATURE, transaction.sender()));
    }
    // Behind the last nonce there is comes 2^63, which no transaction can have: nonces do not begin
    // anew.
    long next = SenderNonce.decode(view.readOr(SenderNonce.key(transaction.sender()), ABSENT)) + 1;
    long nonce = transaction.authorization().get().nonce();
    return nonce == next
        ? Optional.empty()
        : Optional.of(Failure.of(FailureCode.WRONG_NONCE, nonce, next));
  }

  /** Notes in the state that the transaction was executed. */
  void useNonce(TransactionView<StateKey, byte[]> view) {
    transaction
        .authorization()
        .ifPresent(signed ->
            view.write(SenderNonce.key(transaction.sender()), SenderNonce.encode(signed.nonce())));
  }

  private Optional<Failure> unsignedRefusal(TransactionView<StateKey, byte[]> view) {
    if (VerificationKey.isClaimedBy(transaction.sender())) {
      return Optional.of(Failure.of(FailureCode.NOT_SIGNED, transaction.sender()));
    }
    return SignaturePolicy.isRequired(view, batch.height(), batch.signaturesRequired())
        ? Optional.of(Failure.of(FailureCode.SIGNATURE_REQUIRED))
        : Optional.empty();
  }

  private boolean signatureHolds() {
    Boolean known = signatureHolds;
    if (known == null) {
      known = verify(transaction.authorization().orElseThrow());
      signatureHolds = known;
    }
    return known;
  }

  private boolean verify(Transaction.Authorization signed) {
    return VerificationKey.ofName(transaction.sender())
        .map(key -> key.verifies(
            transaction.signedBytes(batch.genesis(), signed.nonce()),
            signed.signature().toByteArray()))
        .orElse(false);
  }
}
