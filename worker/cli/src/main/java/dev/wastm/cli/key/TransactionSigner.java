package dev.wastm.cli.key;

import com.google.protobuf.ByteString;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.batch.Call;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.batch.SystemCall;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.key.SigningKey;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.submission.TransactionsFile;
import java.util.List;

/** Signs transactions for one ledger. Modules are named by digest first, because nothing of a transaction can change once it is signed. */
final class TransactionSigner {
  private final ModuleStore modules;
  private final Digest genesis;
  private final SigningKey key;

  /** @param genesis the hash of the ledger's genesis */
  TransactionSigner(BlobStore store, Digest genesis, SigningKey key) {
    this.modules = new ModuleStore(store);
    this.genesis = genesis;
    this.key = key;
  }

  /** The signed transactions, a line each. */
  String sign(String source, List<TransactionsFile.Line> lines, long firstNonce)
      throws InvalidTransactionsException {
    StringBuilder signed = new StringBuilder();
    long nonce = firstNonce;
    for (TransactionsFile.Line line : lines) {
      try {
        signed.append(TransactionsFile.line(sign(line.transaction(), nonce))).append('\n');
      } catch (InvalidTransactionsException | IllegalArgumentException e) {
        throw new InvalidTransactionsException(source + ":" + line.line() + ": " + e.getMessage());
      }
      nonce++;
    }
    return signed.toString();
  }

  private Transaction sign(Transaction given, long nonce) throws InvalidTransactionsException {
    Transaction named = withDigest(given);
    Transaction sent = new Transaction(
        named.actor(), named.method(), named.args(), key.verification().name(), named.fuelLimit());
    ByteString signature = ByteString.copyFrom(key.sign(sent.signedBytes(genesis, nonce)));
    return sent.with(new Transaction.Authorization(nonce, signature));
  }

  private Transaction withDigest(Transaction given) throws InvalidTransactionsException {
    Call call = Call.of(given);
    if (call instanceof SystemCall.Malformed malformed) {
      throw new InvalidTransactionsException(malformed.why());
    }
    if (!(call instanceof SystemCall.OfModule ofModule)) {
      return given;
    }
    String name = ofModule.module().name();
    Digest module = modules
        .resolve(ModuleRef.parse(name))
        .orElseThrow(() -> new InvalidTransactionsException(
            "there is no module \"" + name + "\" in the blob store."));
    return ofModule.sealed(given, module).transaction();
  }
}
