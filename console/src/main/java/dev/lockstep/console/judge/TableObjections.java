package dev.lockstep.console.judge;

import dev.lockstep.console.answer.Judgement.Figures;
import dev.lockstep.console.answer.Judgement.Level;
import dev.lockstep.console.answer.TableStanding;
import dev.lockstep.console.answer.TableStanding.State;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says of tables what must be said: one sentence for many of a kind, then each by itself. */
final class TableObjections {

  private TableObjections() {}

  static void add(
      List<TableStanding> standings,
      List<TableStatus> tables,
      Figures figures,
      List<Objection> objections) {
    wrongRows(tables, figures, objections);
    Map<State, Integer> counts = new EnumMap<>(State.class);
    standings.forEach(standing -> counts.merge(standing.state(), 1, Integer::sum));
    copying(figures, counts, objections);
    counts.forEach(
        (state, count) -> {
          if (count > 1 && state != State.COPYING && state != State.WAITING) {
            Sentences.many(state, count)
                .ifPresent(sentence -> objections.add(Objection.ofTable(levelOf(state), sentence)));
          }
        });
    boolean oneWrong = tables.stream().filter(table -> OpenRows.wrong(table) > 0).count() == 1;
    for (TableStanding standing : standings) {
      boolean saidAlready = oneWrong && isOfWrongRows(standing, tables);
      if (!saidAlready
          && standing.why().isPresent()
          && levelOf(standing.state()) != Level.IN_LOCKSTEP) {
        objections.add(Objection.ofTable(levelOf(standing.state()), sentence(standing)));
      }
    }
  }

  /** The work of a table that is read anew is its own; that of others is their endpoint's. */
  private static String sentence(TableStanding standing) {
    String why = standing.why().orElseThrow();
    return standing.is(State.REREAD)
        ? why + standing.work().map(Sentences::progress).orElse("")
        : why;
  }

  private static boolean isOfWrongRows(TableStanding standing, List<TableStatus> tables) {
    return standing.is(State.WRONG)
        && tables.stream()
            .anyMatch(
                table ->
                    OpenRows.wrong(table) > 0
                        && standing.why().equals(Optional.of(Sentences.wrongIn(table))));
  }

  static Level levelOf(State state) {
    return switch (state) {
      case WRONG -> Level.WRONG;
      case REFUSED, BLOCKED, UNSURE -> Level.BLOCKED;
      case RETRYING, OLD, UNDATED -> Level.STALE;
      case UNREAD -> Level.WAITING;
      case REREAD, WAITING, COPYING, ALTERING -> Level.LOADING;
      case BEHIND -> Level.BEHIND;
      case GONE, LEFT_OUT, EQUAL -> Level.IN_LOCKSTEP;
    };
  }

  private static void wrongRows(
      List<TableStatus> tables, Figures figures, List<Objection> objections) {
    List<String> wrong =
        tables.stream()
            .filter(table -> OpenRows.wrong(table) > 0)
            .map(TableStatus::getTable)
            .toList();
    if (wrong.isEmpty()) {
      return;
    }
    objections.add(Objection.ofAll(Level.WRONG, Sentences.wrongRows(figures.wrongRows(), wrong)));
    boolean explained =
        tables.stream()
            .allMatch(table -> table.getPhase() == TablePhase.FOLLOWING && table.getResidualZero());
    if (explained && tables.size() == figures.tables()) {
      objections.add(
          Objection.ofAll(
              Level.WRONG,
              "All other rows are equal: the running digests differ by exactly the open verdicts"));
    }
  }

  private static void copying(
      Figures figures, Map<State, Integer> counts, List<Objection> objections) {
    int underWay = counts.getOrDefault(State.COPYING, 0) + counts.getOrDefault(State.WAITING, 0);
    if (underWay > 0) {
      objections.add(
          Objection.ofAll(
              Level.LOADING,
              "Copying: %d of %s done"
                  .formatted(
                      figures.tables() - underWay, Sentences.count(figures.tables(), "table"))));
    }
  }
}
