package dev.lockstep.launcher.fight.harm;

import dev.lockstep.launcher.fight.court.Deed;
import dev.lockstep.launcher.fight.court.Ledger;
import dev.lockstep.launcher.fight.load.Sides;
import dev.lockstep.launcher.fight.note.Journal;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts harmed rows right as a person would: one that the source has is touched there, so that it is
 * written anew; one that only the target has is removed.
 */
public final class Healer {

  private final Sides sides;
  private final Ledger ledger;
  private final Journal journal;
  private final Clock clock;

  public Healer(Sides sides, Ledger ledger, Journal journal, Clock clock) {
    this.sides = sides;
    this.ledger = ledger;
    this.journal = journal;
    this.clock = clock;
  }

  /** Heals all that is harmed; returns how many rows that were. */
  public int heal() throws SQLException {
    List<Deed> harmed =
        ledger.deeds().stream()
            .filter(deed -> deed.harm().isPresent() && deed.healedAt().isEmpty())
            .toList();
    ledger.healed(harmed, clock.instant());
    for (Deed deed : harmed) {
      String where = where(deed.key());
      int touched =
          Sides.execute(
              sides.source(), "UPDATE %s SET n = n + 1 WHERE %s".formatted(deed.table(), where));
      if (touched == 0) {
        Sides.execute(sides.target(), "DELETE FROM %s WHERE %s".formatted(deed.table(), where));
      }
      journal.note("heal", "table", deed.table(), "key", deed.key(), "atSource", touched > 0);
    }
    return harmed.size();
  }

  /** From a key as verdicts name it; no value in a fight holds a comma or a backslash. */
  private static String where(String key) {
    return Stream.of(key.split(",", -1))
        .map(part -> part.split("=", 2))
        .map(part -> part[0] + " = '" + part[1].replace("'", "''") + "'")
        .collect(Collectors.joining(" AND "));
  }
}
