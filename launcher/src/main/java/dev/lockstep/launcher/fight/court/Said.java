package dev.lockstep.launcher.fight.court;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What Lockstep said, as a plain consumer of its topics and its page received it. */
public sealed interface Said {

  /** When it was received, by the clock of the fight. */
  Instant seenAt();

  /** One record of the verdict topic. */
  record OfRow(
      Instant seenAt,
      String id,
      String table,
      String key,
      String kind,
      boolean open,
      List<String> columns,
      boolean capped,
      String reason,
      long sourceOffset,
      long targetOffset)
      implements Said {

    public OfRow {
      columns = List.copyOf(columns);
    }

    String row() {
      return table + " " + key;
    }
  }

  /** One record of the table status topic. */
  record OfTable(
      Instant seenAt,
      String table,
      String phase,
      long sourceRows,
      long targetRows,
      boolean equal,
      boolean residualZero,
      boolean digestsEqual,
      long openVerdicts,
      long inFlight,
      Optional<Instant> markedAt,
      String problem)
      implements Said {

    public boolean isFollowing() {
      return phase.equals("FOLLOWING");
    }
  }

  /** One record of the alerts' state. */
  record OfAlert(
      Instant seenAt,
      String id,
      String code,
      String severity,
      String subject,
      boolean open,
      String words)
      implements Said {

    public boolean isCritical() {
      return severity.equals("CRITICAL");
    }
  }

  /** One record of the dead letter topic. */
  record OfLetter(Instant seenAt, String table, String key, String error) implements Said {}

  /** What the page's headline was, whenever asked. */
  record OfPage(Instant seenAt, String level, String headline) implements Said {

    boolean isGreen() {
      return level.equals("IN_LOCKSTEP");
    }
  }
}
