package dev.lockstep.launcher.fight.court;

import dev.lockstep.launcher.fight.court.Finding.Fault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds every claim of a round against the truth. Pure: the same evidence gives the same findings.
 * That alerts are right as well is {@link AlertJudge}'s part, what was said on the way {@link
 * PassingJudge}'s.
 */
public final class ClaimJudge {

  private final Evidence evidence;
  private final Examples examples = new Examples();
  private final Map<String, Said.OfRow> open;

  private ClaimJudge(Evidence evidence) {
    this.evidence = evidence;
    this.open = openAtTheEnd(evidence);
  }

  /** All that was wrong in a round; empty when every claim was true and nothing was left unsaid. */
  public static List<Finding> judge(Evidence evidence) {
    ClaimJudge judge = new ClaimJudge(evidence);
    judge.rows();
    judge.claims();
    new PassingJudge(evidence, judge.open.keySet(), judge.examples).judge();
    new AlertJudge(evidence, judge.examples).judge();
    return judge.examples.findings();
  }

  /** The verdicts that are open when all has been said, by id. */
  public static Map<String, Said.OfRow> openAtTheEnd(Evidence evidence) {
    Map<String, Said.OfRow> open = new LinkedHashMap<>(evidence.openBefore());
    for (Said said : evidence.said()) {
      if (said instanceof Said.OfRow row) {
        if (row.open()) {
          open.put(row.id(), row);
        } else {
          open.remove(row.id());
        }
      }
    }
    return open;
  }

  private void rows() {
    Map<String, List<Said.OfRow>> byRow =
        open.values().stream()
            .collect(
                Collectors.groupingBy(Said.OfRow::row, LinkedHashMap::new, Collectors.toList()));
    Set<String> harmed =
        evidence.deeds().stream()
            .filter(deed -> deed.harm().isPresent() && deed.healedAt().isEmpty())
            .map(Deed::row)
            .collect(Collectors.toSet());
    Set<String> differing =
        evidence.truths().stream()
            .flatMap(
                truth ->
                    truth.differences().keySet().stream().map(key -> truth.table() + " " + key))
            .collect(Collectors.toSet());
    for (TableTruth truth : evidence.truths()) {
      if (evidence.excused().contains(truth.table())) {
        continue;
      }
      if (!truth.problem().isEmpty()) {
        examples.add(Fault.WRONG_DATA, truth.table(), truth.problem());
      }
      truth
          .differences()
          .forEach(
              (key, difference) -> {
                String row = truth.table() + " " + key;
                difference(truth.table(), key, difference, byRow.getOrDefault(row, List.of()));
                if (!harmed.contains(row)) {
                  examples.add(
                      Fault.WRONG_DATA,
                      truth.table(),
                      key + " is " + difference.harm() + " " + difference.columns());
                }
              });
    }
    byRow.forEach(
        (row, verdicts) -> {
          String table = verdicts.getFirst().table();
          if (!differing.contains(row) && !evidence.excused().contains(table)) {
            examples.add(Fault.FALSE_ALARM, table, words(verdicts.getFirst()));
          }
        });
  }

  private void difference(
      String table, String key, TableTruth.Difference difference, List<Said.OfRow> verdicts) {
    if (verdicts.isEmpty()) {
      examples.add(
          Fault.MISSED, table, key + " is " + difference.harm() + " " + difference.columns());
    } else if (verdicts.size() > 1) {
      examples.add(Fault.FALSE_ALARM, table, verdicts.size() + " verdicts are open for " + key);
    } else if (!isRight(difference, verdicts.getFirst())) {
      examples.add(
          Fault.FALSE_ALARM,
          table,
          "%s, while the row is %s %s"
              .formatted(words(verdicts.getFirst()), difference.harm(), difference.columns()));
    }
  }

  private static boolean isRight(TableTruth.Difference difference, Said.OfRow verdict) {
    if (!verdict.kind().equals(difference.harm().name())) {
      return false;
    }
    return difference.harm() != Harm.MISMATCHED
        || verdict.capped()
        || difference.columns().isEmpty()
        || difference.columns().equals(verdict.columns());
  }

  private void claims() {
    for (TableTruth truth : evidence.truths()) {
      if (evidence.excused().contains(truth.table()) || !truth.problem().isEmpty()) {
        continue;
      }
      Optional.ofNullable(evidence.tables().get(truth.table()))
          .ifPresentOrElse(
              status -> claim(truth, status),
              () ->
                  examples.add(
                      Fault.WRONG_CLAIM, truth.table(), "nothing is said of this table at all"));
    }
  }

  private void claim(TableTruth truth, Said.OfTable status) {
    boolean same = truth.differences().isEmpty();
    expect(truth, "source rows", truth.sourceRows(), status.sourceRows());
    expect(truth, "target rows", truth.targetRows(), status.targetRows());
    expect(truth, "equal", same, status.equal());
    expect(truth, "digests equal", same, status.digestsEqual());
    expect(truth, "residual zero", true, status.residualZero());
    expect(truth, "open verdicts", (long) truth.differences().size(), status.openVerdicts());
  }

  private void expect(TableTruth truth, String what, Object is, Object said) {
    if (!is.equals(said)) {
      examples.add(
          Fault.WRONG_CLAIM, truth.table(), "%s is %s, said is %s".formatted(what, is, said));
    }
  }

  static String words(Said.OfRow verdict) {
    return "%s %s %s%s (id %s, source offset %d, target offset %d, first seen %s)"
        .formatted(
            verdict.kind(),
            verdict.key(),
            verdict.columns(),
            verdict.reason().isEmpty() ? "" : " " + verdict.reason(),
            verdict.id(),
            verdict.sourceOffset(),
            verdict.targetOffset(),
            verdict.seenAt());
  }
}
