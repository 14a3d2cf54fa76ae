package dev.wastm.workflows;

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
import java.util.Optional;

/**
 * A bounded number of windows under way, in ascending order. Once a window has a difference no later one is begun; those under way may
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
    for (HeightRange window : windows) {
      if (underWay.size() >= request.parallelWindows()) {
        hear(underWay.remove());
      }
      if (firstDifference.isPresent()) {
        break;
      }
      underWay.add(Async.function(
          activities::verify,
          new VerifyWindow(request.ledger(), window, request.replay(), request.signedBy())));
    }
    while (!underWay.isEmpty()) {
      hear(underWay.remove());
    }
    HeightRange verified =
        new HeightRange(windows.get(0).from(), windows.get(windows.size() - 1).to());
    return report(verified);
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
      last = Optional.of(verdict);
    } else {
      firstDifference =
          Optional.of(firstDifference.map(other -> earlier(other, verdict)).orElse(verdict));
    }
  }

  private VerificationReport report(HeightRange heights) {
    return firstDifference
        .map(verdict ->
            new VerificationReport(false, heights, transactions, null, verdict.difference()))
        .orElseGet(() -> new VerificationReport(
            true, heights, transactions, last.map(WindowVerdict::stateRoot).orElse(null), null));
  }

  private static WindowVerdict earlier(WindowVerdict a, WindowVerdict b) {
    return Comparator.comparingLong(WindowVerdict::differenceHeight).compare(a, b) <= 0 ? a : b;
  }

  private static long length(HeightRange heights) {
    return heights.to() - heights.from() + 1;
  }
}
