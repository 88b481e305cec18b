package dev.lockstep.launcher.demo;

import dev.lockstep.launcher.demo.score.PageAnswer;
import dev.lockstep.launcher.demo.score.PendingSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A finished run.
 *
 * @param complaints misses, false alarms, and every claim of the pipeline that a full read refuted
 * @param incomplete why the run could not be carried through or judged, if so
 * @param pending how many changes were on their way, second by second
 */
public record DemoOutcome(
    DemoSummary summary,
    List<String> complaints,
    Optional<String> incomplete,
    List<PendingSeries.Point> pending) {

  public DemoOutcome {
    complaints = List.copyOf(complaints);
    pending = List.copyOf(pending);
  }

  /** The same, held against the page: green while anything differs is a lie. */
  public DemoOutcome heldAgainst(PageAnswer page) {
    boolean allEqual =
        complaints.isEmpty()
            && summary.tables().stream()
                .allMatch(table -> table.equal() && table.openVerdicts() == 0);
    if (!page.inLockstep() || allEqual) {
      return this;
    }
    List<String> more = new ArrayList<>(complaints);
    more.add("the page says '" + page.headline() + "', and not everything is equal");
    return new DemoOutcome(summary, more, incomplete, pending);
  }

  /** 0 when all is right, 1 when the data or a verdict is wrong, 3 when it could not be told. */
  public int exitCode() {
    if (!summary.right() || !complaints.isEmpty()) {
      return 1;
    }
    return incomplete.isPresent() ? 3 : 0;
  }
}
