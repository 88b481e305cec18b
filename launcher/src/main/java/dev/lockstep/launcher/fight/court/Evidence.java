package dev.lockstep.launcher.fight.court;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All that is held against each other at the end of a round.
 *
 * @param from beginning of the round
 * @param to when both databases were compared
 * @param said everything in this round, in order of arrival
 * @param openBefore verdicts that were open when the round began, by id
 * @param deeds of all rounds
 * @param troubles of all rounds
 * @param refused tables of this round that are to be refused
 * @param alterings of keys, of all rounds
 * @param excused tables of which nothing is expected any more
 * @param truths what is
 * @param tables the newest status of each table
 * @param openAlerts the alerts that are open at the end
 */
public record Evidence(
    Instant from,
    Instant to,
    List<Said> said,
    Map<String, Said.OfRow> openBefore,
    List<Deed> deeds,
    List<Trouble> troubles,
    Set<String> refused,
    List<Altering> alterings,
    Set<String> excused,
    List<TableTruth> truths,
    Map<String, Said.OfTable> tables,
    List<Said.OfAlert> openAlerts) {

  public Evidence {
    said = List.copyOf(said);
    openBefore = Map.copyOf(openBefore);
    deeds = List.copyOf(deeds);
    troubles = List.copyOf(troubles);
    refused = Set.copyOf(refused);
    alterings = List.copyOf(alterings);
    excused = Set.copyOf(excused);
    truths = List.copyOf(truths);
    tables = Map.copyOf(tables);
    openAlerts = List.copyOf(openAlerts);
  }

  /** Its change could not be applied, which is a fault of its own: what follows from it is none. */
  boolean isLettered(Said.OfRow row) {
    return letters(row.table()).anyMatch(letter -> letter.key().equals(row.key()));
  }

  /** The dead letters of a table. */
  Stream<Said.OfLetter> letters(String table) {
    return said.stream()
        .filter(Said.OfLetter.class::isInstance)
        .map(Said.OfLetter.class::cast)
        .filter(letter -> letter.table().equals(table));
  }
}
