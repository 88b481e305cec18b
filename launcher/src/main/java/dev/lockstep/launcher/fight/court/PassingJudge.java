package dev.lockstep.launcher.fight.court;

import dev.lockstep.launcher.fight.court.Finding.Fault;
import dev.lockstep.launcher.fight.plan.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What was said on the way and is not said any more: it must have been true then. */
final class PassingJudge {

  /** A damage that is older than this is to be known, when nothing is in the way. */
  private static final Duration KNOWN_AFTER = Duration.ofSeconds(30);

  /** So long after a trouble everything may still be catching up. */
  private static final Duration RECOVERY = Duration.ofSeconds(45);

  private final Evidence evidence;
  private final Set<String> openIds;
  private final Examples examples;

  PassingJudge(Evidence evidence, Set<String> openIds, Examples examples) {
    this.evidence = evidence;
    this.openIds = openIds;
    this.examples = examples;
  }

  void judge() {
    Set<String> told = new HashSet<>(evidence.openBefore().keySet());
    Set<String> unread = new HashSet<>();
    for (Said said : evidence.said()) {
      switch (said) {
        case Said.OfRow row -> {
          if (row.open() && told.add(row.id())) {
            opened(row);
          }
        }
        case Said.OfTable table -> table(table, unread);
        case Said.OfPage page -> page(page);
        case Said.OfLetter letter ->
            examples.add(Fault.DEAD_LETTER, letter.table(), letter.key() + ": " + letter.error());
        case Said.OfAlert alert -> {
          // AlertJudge's.
        }
      }
    }
  }

  /** A verdict that stays open is held against the row itself. */
  private void opened(Said.OfRow row) {
    if (!openIds.contains(row.id()) && !isHarmed(row) && !evidence.isLettered(row)) {
      examples.add(Fault.PASSING_FALSE_ALARM, row.table(), ClaimJudge.words(row));
    }
  }

  private boolean isHarmed(Said.OfRow row) {
    return evidence.deeds().stream()
        .anyMatch(
            deed ->
                deed.harm().isPresent()
                    && deed.row().equals(row.row())
                    && !deed.begunAt().isAfter(row.seenAt()));
  }

  private void table(Said.OfTable table, Set<String> unread) {
    if (table.equal()
        && !table.isFollowing()
        && table.sourceRows() + table.targetRows() == 0
        && unread.add(table.table())) {
      examples.add(Fault.EQUAL_UNREAD, table.table(), "equal, 0 rows, in phase " + table.phase());
    }
    if (table.equal() && table.isFollowing() && isUndisturbed(table.seenAt(), false)) {
      standing(table.seenAt()).stream()
          .filter(deed -> deed.table().equals(table.table()))
          .filter(deed -> deed.doneAt().isBefore(asOf(table)))
          .findFirst()
          .ifPresent(
              deed ->
                  examples.add(
                      Fault.UNTRUE_EQUALITY,
                      table.table(),
                      "said to be equal at %s, harmed at %s: %s"
                          .formatted(table.seenAt(), deed.doneAt(), deed.row())));
    }
  }

  /**
   * A claim of a table is about the moment that it names, however late it is said; while the clock
   * that the moment is of is wrong, it is taken to be about now.
   */
  private Instant asOf(Said.OfTable table) {
    boolean known =
        evidence.troubles().stream()
            .filter(trouble -> trouble.part() == Part.PRODUCERS && !trouble.isOutage())
            .noneMatch(trouble -> trouble.touches(table.seenAt().minus(RECOVERY), table.seenAt()));
    return known ? table.markedAt().orElse(table.seenAt()) : table.seenAt();
  }

  private void page(Said.OfPage page) {
    if (page.isGreen() && isUndisturbed(page.seenAt(), true)) {
      standing(page.seenAt()).stream()
          .findFirst()
          .ifPresent(
              deed ->
                  examples.add(
                      Fault.UNTRUE_EQUALITY,
                      "",
                      "the page said '%s' at %s, harmed at %s: %s"
                          .formatted(page.headline(), page.seenAt(), deed.doneAt(), deed.row())));
    }
  }

  private List<Deed> standing(Instant at) {
    Instant known = at.minus(KNOWN_AFTER);
    return evidence.deeds().stream()
        .filter(deed -> deed.standsAt(known) && deed.standsAt(at))
        .toList();
  }

  private boolean isUndisturbed(Instant at, boolean withPage) {
    return evidence.troubles().stream()
        .filter(trouble -> trouble.isOutage() && trouble.part() != Part.ALERTS)
        .filter(trouble -> withPage || trouble.part() != Part.CONSOLE)
        .noneMatch(trouble -> trouble.touches(at.minus(RECOVERY), at));
  }
}
