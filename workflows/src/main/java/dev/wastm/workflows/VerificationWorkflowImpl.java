package dev.wastm.workflows;

import dev.wastm.activities.ChainVerdict;
import dev.wastm.activities.CheckChain;
import dev.wastm.activities.HeightRange;
import dev.wastm.activities.VerificationActivities;
import dev.wastm.activities.VerifyWindow;
import dev.wastm.activities.WindowVerdict;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The chain of all headers first; then a bounded number of windows under way, in ascending order. Once a window has a difference no later one is begun; those under way may
 * still find an earlier difference, so all are heard before the report is made.
 */
public final class VerificationWorkflowImpl implements VerificationWorkflow {
  private final VerificationActivities activities = Workflow.newActivityStub(
      VerificationActivities.class,
      ActivityOptions.newBuilder()
          .setStartToCloseTimeout(Duration.ofHours(24))
          // A worker heartbeats at least every second or so; a lost one is replaced after this.
          .setHeartbeatTimeout(Duration.ofSeconds(30))
          .build());

  private final Deque<Promise<WindowVerdict>> underWay = new ArrayDeque<>();
  private Optional<WindowVerdict> firstDifference = Optional.empty();
  private Optional<WindowVerdict> last = Optional.empty();
  private long transactions;
  private long verifiedHeights;
  private long totalHeights;

  @Override
  public VerificationReport verify(VerificationRequest request) {
    List<HeightRange> windows = activities.plan(request.ledger(), request.heights());
    totalHeights = windows.stream().mapToLong(VerificationWorkflowImpl::length).sum();
    HeightRange all =
        new HeightRange(windows.get(0).from(), windows.get(windows.size() - 1).to());
    ChainVerdict chain = activities.checkChain(new CheckChain(
        request.ledger(), all, request.signedBy(), request.genesis(), request.header()));
    if (chain.difference() == null) {
      replay(request, windows);
    }
    return report(all, chain);
  }

  private void replay(VerificationRequest request, List<HeightRange> windows) {
    for (HeightRange window : windows) {
      if (underWay.size() >= request.parallelWindows()) {
        hear(underWay.remove());
      }
      if (firstDifference.isPresent()) {
        break;
      }
      underWay.add(Async.function(
          activities::verify, new VerifyWindow(request.ledger(), window, request.replay())));
    }
    while (!underWay.isEmpty()) {
      hear(underWay.remove());
    }
  }

  @Override
  public VerificationProgress progress() {
    return new VerificationProgress(verifiedHeights, totalHeights);
  }

  private void hear(Promise<WindowVerdict> promise) {
    WindowVerdict verdict = promise.get();
    if (verdict.difference() == null) {
      transactions += verdict.transactions();
      verifiedHeights += length(verdict.heights());
      if (last.isPresent() && !Objects.equals(last.get().headerHash(), verdict.parentHash())) {
        differ(changed(verdict));
      }
      last = Optional.of(verdict);
    } else {
      differ(verdict);
    }
  }

  private void differ(WindowVerdict verdict) {
    firstDifference =
        Optional.of(firstDifference.map(other -> earlier(other, verdict)).orElse(verdict));
  }

  /** Each window is consistent in itself; together they are one history where each begins with what the one before ended with. */
  private static WindowVerdict changed(WindowVerdict at) {
    return new WindowVerdict(
        at.heights(),
        0,
        null,
        null,
        null,
        "The ledger changed while it was verified: what height " + at.heights().from()
            + " follows is not what was verified before.",
        at.heights().from());
  }

  private VerificationReport report(HeightRange heights, ChainVerdict chain) {
    Optional<String> headerHash = last.map(WindowVerdict::headerHash);
    if (firstDifference.isEmpty()
        && last.isPresent()
        && !headerHash.equals(Optional.ofNullable(chain.headerHash()))) {
      differ(changed(last.get()));
    }
    @Nullable
    String difference = firstDifference.map(WindowVerdict::difference).orElse(chain.difference());
    return new VerificationReport(
        difference == null,
        heights,
        chain.genesis(),
        chain.headerHash(),
        transactions,
        difference == null ? last.map(WindowVerdict::stateRoot).orElse(null) : null,
        difference);
  }

  private static WindowVerdict earlier(WindowVerdict a, WindowVerdict b) {
    return Comparator.comparingLong(WindowVerdict::differenceHeight).compare(a, b) <= 0 ? a : b;
  }

  private static long length(HeightRange heights) {
    return heights.to() - heights.from() + 1;
  }
}
