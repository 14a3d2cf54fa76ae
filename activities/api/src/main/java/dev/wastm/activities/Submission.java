package dev.wastm.activities;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Transactions for one batch, in the form of a transactions file: one JSON object a line. Given inline where small; else named by the
 * SHA-256 of the text, which was stored before under {@code ledgers/<ledger>/submissions/<sha256>.ndjson} in the worker's blob store.
 * As JSON it is {@code {"transactions": "…"}} or {@code {"stored": "<sha256>"}}.
 *
 * @param transactions the lines themselves; null where stored
 * @param stored the SHA-256 of the lines in lower-case hex; null where inline
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Submission(
    @Nullable String transactions, @Nullable String stored) {
  /**
   * The largest inline submission, in bytes of UTF-8: an eighth of Temporal's 2 MB per payload, because what is inline stays in the
   * ledger's workflow history, twice.
   */
  public static final int INLINE_BYTES_MAX = 256 * 1024;

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  @JsonCreator
  public Submission(
      @JsonProperty("transactions") @Nullable String transactions,
      @JsonProperty("stored") @Nullable String stored) {
    this.transactions = transactions;
    this.stored = stored;
  }

  public static Submission inline(String transactions) {
    return new Submission(transactions, null);
  }

  public static Submission stored(String sha256) {
    return new Submission(null, sha256);
  }

  public static boolean fitsInline(String transactions) {
    return transactions.length() <= INLINE_BYTES_MAX
        && transactions.getBytes(StandardCharsets.UTF_8).length <= INLINE_BYTES_MAX;
  }

  /** Where a stored submission lies. */
  public static String blobKey(String ledger, String sha256) {
    return "ledgers/" + ledger + "/submissions/" + sha256 + ".ndjson";
  }

  /** @throws BadRequestException with a sentence that says what is wrong, where a worker must not take it */
  public void check() {
    if ((transactions == null) == (stored == null)) {
      throw new BadRequestException(
          "A submission has either \"transactions\", the lines themselves, or \"stored\", the SHA-256 of lines in the"
              + " blob store.");
    }
    if (transactions != null && !fitsInline(transactions)) {
      throw new BadRequestException("An inline submission has at most " + INLINE_BYTES_MAX
          + " bytes; store larger ones in the blob store and submit their SHA-256.");
    }
    // Such a text has no bytes, so that it could not be handed on to a worker.
    if (transactions != null && !StandardCharsets.UTF_8.newEncoder().canEncode(transactions)) {
      throw new BadRequestException(
          "The member \"transactions\" has one half of a surrogate pair without the other, which is no character.");
    }
    if (stored != null && !SHA256.matcher(stored).matches()) {
      throw new BadRequestException(
          "The member \"stored\" must be a SHA-256 in 64 lower-case hexadecimal digits.");
    }
  }
}
