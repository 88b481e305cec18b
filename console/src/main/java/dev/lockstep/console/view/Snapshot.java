package dev.lockstep.console.view;

import dev.lockstep.console.judge.Judgement;
import dev.lockstep.console.judge.ReaderStatus;
import dev.lockstep.schema.event.Alert;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.DeadLetter;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.event.Verdict;
import java.time.Instant;
import java.util.List;

/**
 * All that the console knows at one moment. Immutable: shared by every adapter and every client.
 *
 * <p>Everything carries the revision at which it was last stated, so what is new since an older
 * snapshot can be told without remembering that one. What left is in {@code removals}, as far back
 * as {@code removalsSince}; whoever is older than that needs the whole.
 *
 * @param openVerdicts oldest first, as are all lists
 * @param deadLettersSeen dead letters read, shown or not
 */
public record Snapshot(
    long revision,
    long removalsSince,
    Instant at,
    ReaderStatus reader,
    Judgement judgement,
    List<Entry<TableStatus>> tables,
    List<Entry<Verdict>> openVerdicts,
    List<Entry<Verdict>> closedVerdicts,
    List<Entry<Alert>> openAlerts,
    List<Entry<Alert>> resolvedAlerts,
    List<Entry<ComponentStatus>> components,
    List<Entry<DeadLetter>> deadLetters,
    long deadLettersSeen,
    List<LagSeries> lag,
    List<Removal> removals) {}
