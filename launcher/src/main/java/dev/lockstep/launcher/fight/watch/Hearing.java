package dev.lockstep.launcher.fight.watch;

import dev.lockstep.launcher.fight.court.Said;
import dev.lockstep.launcher.fight.note.Journal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that was said: of the round that goes on in full, of what was before the newest only. Notes
 * in the record what is worth it. Thread-safe; bounded by what a round can say.
 */
public final class Hearing {

  private static final int MOST = 2_000_000;
  private static final int MOST_NOTED = 2_000;

  private final Journal journal;
  private final List<Said> round = new ArrayList<>();
  private final Map<String, Said.OfRow> open = new LinkedHashMap<>();
  private final Map<String, Said.OfTable> tables = new HashMap<>();
  private final Map<String, Said.OfAlert> alerts = new LinkedHashMap<>();
  private final Map<String, Long> alertCounts = new TreeMap<>();
  private Map<String, Said.OfRow> openBefore = Map.of();

  /** Without its figures, which change every second. */
  private String headline = "";

  private int noted;
  private long opened;
  private long closed;

  public Hearing(Journal journal) {
    this.journal = journal;
  }

  /** A new round begins. */
  public synchronized void begin() {
    round.clear();
    openBefore = Map.copyOf(open);
    noted = 0;
  }

  synchronized void hear(Said said) {
    if (round.size() < MOST) {
      round.add(said);
    }
    switch (said) {
      case Said.OfRow row -> row(row);
      case Said.OfTable table -> table(table);
      case Said.OfAlert alert -> alert(alert);
      case Said.OfLetter letter ->
          journal.note(
              "dead-letter", "table", letter.table(), "key", letter.key(), "error", letter.error());
      case Said.OfPage page -> {
        String words = page.headline().replaceAll("[0-9.,]+", "");
        if (!words.equals(headline)) {
          headline = words;
          journal.note("page", "level", page.level(), "headline", page.headline());
        }
      }
    }
  }

  private void row(Said.OfRow row) {
    boolean known = open.containsKey(row.id());
    if (row.open()) {
      open.put(row.id(), row);
      opened += known ? 0 : 1;
    } else {
      open.remove(row.id());
      closed++;
    }
    if (noted++ < MOST_NOTED && (!row.open() || !known)) {
      journal.note(
          row.open() ? "verdict-opened" : "verdict-closed",
          "table",
          row.table(),
          "key",
          row.key(),
          "kind",
          row.kind(),
          "columns",
          row.columns(),
          "reason",
          row.reason(),
          "sourceOffset",
          row.sourceOffset(),
          "targetOffset",
          row.targetOffset(),
          "id",
          row.id());
    }
  }

  private void table(Said.OfTable table) {
    Said.OfTable before = tables.put(table.table(), table);
    if (before == null
        || !before.phase().equals(table.phase())
        || before.equal() != table.equal()
        || before.openVerdicts() != table.openVerdicts()) {
      journal.note(
          "table",
          "table",
          table.table(),
          "phase",
          table.phase(),
          "equal",
          table.equal(),
          "sourceRows",
          table.sourceRows(),
          "targetRows",
          table.targetRows(),
          "open",
          table.openVerdicts(),
          "inFlight",
          table.inFlight(),
          "residualZero",
          table.residualZero(),
          "problem",
          table.problem());
    }
  }

  private void alert(Said.OfAlert alert) {
    Said.OfAlert before = alerts.put(alert.id(), alert);
    if (before == null || before.open() != alert.open()) {
      if (alert.open()) {
        alertCounts.merge(alert.severity() + " " + alert.code(), 1L, Long::sum);
      }
      journal.note(
          alert.open() ? "alert-opened" : "alert-resolved",
          "severity",
          alert.severity(),
          "code",
          alert.code(),
          "subject",
          alert.subject(),
          "words",
          alert.words());
    }
  }

  public synchronized List<Said> round() {
    return List.copyOf(round);
  }

  public synchronized Map<String, Said.OfRow> openBefore() {
    return openBefore;
  }

  /** The newest status of each table. */
  public synchronized Map<String, Said.OfTable> tables() {
    return Map.copyOf(tables);
  }

  public synchronized List<Said.OfAlert> openAlerts() {
    return alerts.values().stream().filter(Said.OfAlert::open).toList();
  }

  /** What the alerts of a kind that are open now are about. */
  public List<String> subjects(String code) {
    return openAlerts().stream()
        .filter(alert -> alert.code().equals(code))
        .map(Said.OfAlert::subject)
        .toList();
  }

  /** How often each alert was opened. */
  public synchronized Map<String, Long> alertCounts() {
    return Map.copyOf(alertCounts);
  }

  public synchronized long opened() {
    return opened;
  }

  public synchronized long closed() {
    return closed;
  }
}
