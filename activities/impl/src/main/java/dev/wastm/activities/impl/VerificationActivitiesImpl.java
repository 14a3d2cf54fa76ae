package dev.wastm.activities.impl;

import dev.wastm.activities.BadRequestException;
import dev.wastm.activities.ChainVerdict;
import dev.wastm.activities.CheckChain;
import dev.wastm.activities.HeightRange;
import dev.wastm.activities.ReplayOptions;
import dev.wastm.activities.VerificationActivities;
import dev.wastm.activities.VerifyWindow;
import dev.wastm.activities.WindowVerdict;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.key.VerificationKey;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.replay.BrokenChainException;
import dev.wastm.ledger.replay.Chain;
import dev.wastm.ledger.replay.ChainVerifier;
import dev.wastm.ledger.replay.Expectations;
import dev.wastm.ledger.replay.ReplayVerifier;
import dev.wastm.ledger.replay.Verification;
import dev.wastm.ledger.text.Excerpt;
import dev.wastm.wasm.CompiledCode;
import dev.wastm.wasm.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Replays windows of any ledger in the worker's blob store. Thread-safe: each window has threads and modules of its own. */
public final class VerificationActivitiesImpl implements VerificationActivities {
  private final dev.wastm.blobstore.BlobStore store;
  private final int threads;
  private final CompiledCode code;
  private final Heartbeat heartbeat;

  /**
   * @param heartbeat the worker's
   * @param threads how many threads a window replayed in parallel uses
   * @param code where compiled modules are kept between windows
   */
  public VerificationActivitiesImpl(
      dev.wastm.blobstore.BlobStore store, Heartbeat heartbeat, int threads, CompiledCode code) {
    this.store = store;
    this.heartbeat = heartbeat;
    this.threads = threads;
    this.code = code;
  }

  @Override
  public List<HeightRange> plan(String ledger, HeightRange heights) {
    return Failures.translate(() -> {
      long newest = new Journal(store, LedgerNames.require(ledger)).newestHeight();
      if (newest == 0) {
        throw new BadRequestException(
            "There is no ledger \"" + ledger + "\" in the worker's blob store.");
      }
      long end = heights.to() == 0 ? newest : heights.to();
      if (heights.from() < 1 || end < heights.from() || end > newest) {
        throw new BadRequestException("The ledger \"" + ledger + "\" has the heights 1 to " + newest
            + "; " + heights.from() + " to " + end + " is not a range of them.");
      }
      return windows(ledger, heights.from(), end);
    });
  }

  @Override
  public ChainVerdict checkChain(CheckChain request) {
    return heartbeat.during(() -> Failures.translate(() -> check(request)));
  }

  private ChainVerdict check(CheckChain request) {
    HeightRange heights = request.heights();
    requireNotEmpty(heights);
    Expectations expected = new Expectations(
        Optional.ofNullable(request.signedBy()).map(VerificationActivitiesImpl::signer),
        Optional.ofNullable(request.genesis()).map(hash -> digest("genesis", hash)),
        Optional.ofNullable(request.header()).map(hash -> digest("header", hash)));
    try {
      Chain chain = new ChainVerifier(LedgerNames.require(request.ledger()), store, expected)
          .verify(heights.from(), heights.to());
      return new ChainVerdict(
          chain.genesis().hash().hex(),
          chain.parentHash().hex(),
          chain.headerHash().hex(),
          null);
    } catch (BrokenChainException e) {
      return new ChainVerdict(null, null, null, e.getMessage());
    }
  }

  @Override
  public WindowVerdict verify(VerifyWindow window) {
    return heartbeat.during(() -> Failures.translate(() -> replay(window)));
  }

  private List<HeightRange> windows(String ledger, long from, long to) {
    List<HeightRange> windows = new ArrayList<>();
    long begin = from;
    for (long checkpoint : new Checkpoints(store, ledger).heights()) {
      if (checkpoint >= begin && checkpoint < to) {
        windows.add(new HeightRange(begin, checkpoint));
        begin = checkpoint + 1;
      }
    }
    windows.add(new HeightRange(begin, to));
    return windows;
  }

  private WindowVerdict replay(VerifyWindow window) {
    try (BatchExecution execution =
        BatchExecution.open(options(window.replay()), new ModuleStore(store, code))) {
      ReplayVerifier verifier = new ReplayVerifier(
          LedgerNames.require(window.ledger()), store, execution, Expectations.NONE);
      HeightRange heights = window.heights();
      requireNotEmpty(heights);
      Verification found = verifier.verify(heights.from(), heights.to(), height -> {});
      return verdict(heights, found);
    }
  }

  private static void requireNotEmpty(HeightRange heights) {
    if (heights.from() < 1 || heights.to() < heights.from()) {
      throw new BadRequestException("There is nothing to verify from height " + heights.from()
          + " to " + heights.to() + "; heights begin at 1, and the range must not be empty.");
    }
  }

  private static VerificationKey signer(String name) {
    return VerificationKey.ofName(name)
        .orElseThrow(() -> new BadRequestException("\"" + Excerpt.of(name)
            + "\" is not a key's name, which is ed25519: and 64 hexadecimal digits."));
  }

  private static Digest digest(String member, String hex) {
    try {
      return Digest.ofHex(hex);
    } catch (IllegalArgumentException e) {
      throw new BadRequestException("The member \"" + member + "\" is \"" + Excerpt.of(hex)
          + "\", and a hash is 64 hexadecimal digits.");
    }
  }

  private static WindowVerdict verdict(HeightRange heights, Verification found) {
    if (found instanceof Verification.Verified verified) {
      return new WindowVerdict(
          heights,
          verified.transactions(),
          verified.parentHash(),
          verified.headerHash(),
          verified.stateRoot(),
          null,
          0);
    }
    Verification.Failed failed = (Verification.Failed) found;
    return new WindowVerdict(heights, 0, null, null, null, failed.describe(), failed.height());
  }

  private ExecutionOptions options(ReplayOptions replay) {
    return new ExecutionOptions(
        choice(ExecutionOptions.Scheduler.class, replay.scheduler()),
        threads,
        choice(Engine.class, replay.engine()));
  }

  private static <E extends Enum<E>> E choice(Class<E> type, String name) {
    try {
      return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new BadRequestException(
          "\"" + Excerpt.of(name) + "\" is not one of " + List.of(type.getEnumConstants()) + ".");
    }
  }
}
