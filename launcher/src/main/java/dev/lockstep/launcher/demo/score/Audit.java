package dev.lockstep.launcher.demo.score;

import dev.lockstep.launcher.demo.inject.Injection;
import dev.lockstep.launcher.demo.inject.Injection.Stage;
import dev.lockstep.launcher.demo.score.TableTruth.Difference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Holds what the pipeline claims of each table, and its open verdicts, against a full read of both
 * databases, while nothing changes.
 *
 * @param objections in words; none when every claim is true and every difference has a known cause
 * @param unexplained rows that differ though nobody is known to have corrupted them
 */
public record Audit(List<String> objections, long unexplained) {

  private static final int AT_MOST = 10;

  public Audit {
    objections = List.copyOf(objections);
  }

  public boolean passed() {
    return objections.isEmpty();
  }

  /**
   * @param truths what is
   * @param claims what is said, by table
   * @param seen every record of the verdict topic
   * @param injections what was done, in this run and before
   */
  public static Audit of(
      List<TableTruth> truths,
      Map<String, Claim> claims,
      List<VerdictSeen> seen,
      Collection<Injection> injections) {
    Set<String> corrupted =
        injections.stream()
            .filter(done -> !done.decoy() && done.stage() != Stage.ABANDONED)
            .map(done -> done.table() + " " + done.key())
            .collect(Collectors.toSet());
    Set<String> open = openRows(seen);
    List<String> objections = new ArrayList<>();
    long unexplained = 0;
    for (TableTruth truth : truths) {
      Optional.ofNullable(claims.get(truth.table()))
          .ifPresentOrElse(
              claim -> check(truth, claim, objections),
              () -> objections.add(truth.table() + ": the pipeline says nothing of it"));
      checkVerdicts(truth, open, objections);
      unexplained += checkCauses(truth, corrupted, objections);
    }
    return new Audit(objections, unexplained);
  }

  /** Rows with an open verdict: of each id the last record counts. */
  private static Set<String> openRows(List<VerdictSeen> seen) {
    Map<String, VerdictSeen> last =
        seen.stream().collect(Collectors.toMap(VerdictSeen::id, one -> one, (one, two) -> two));
    return last.values().stream()
        .filter(VerdictSeen::open)
        .map(VerdictSeen::row)
        .collect(Collectors.toSet());
  }

  private static void check(TableTruth truth, Claim claim, List<String> objections) {
    boolean same = truth.differences().isEmpty();
    expect(truth, "source rows", truth.sourceRows(), claim.sourceRows(), objections);
    expect(truth, "target rows", truth.targetRows(), claim.targetRows(), objections);
    expect(truth, "open verdicts", truth.differences().size(), claim.openVerdicts(), objections);
    expect(truth, "equal", same, claim.equal(), objections);
    expect(
        truth,
        "digests equal",
        same,
        claim.sourceDigest().equals(claim.targetDigest()),
        objections);
  }

  private static void expect(
      TableTruth truth, String what, Object is, Object said, List<String> objections) {
    if (!is.toString().equals(said.toString())) {
      objections.add("%s: %s is %s, the pipeline says %s".formatted(truth.table(), what, is, said));
    }
  }

  private static void checkVerdicts(TableTruth truth, Set<String> open, List<String> objections) {
    Set<String> differing =
        truth.differences().stream()
            .map(difference -> truth.table() + " " + difference.key())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> said =
        open.stream()
            .filter(row -> row.startsWith(truth.table() + " "))
            .collect(Collectors.toCollection(TreeSet::new));
    differing.stream()
        .filter(row -> !said.contains(row))
        .limit(AT_MOST)
        .forEach(row -> objections.add(row + " differs and has no open verdict"));
    said.stream()
        .filter(row -> !differing.contains(row))
        .limit(AT_MOST)
        .forEach(row -> objections.add(row + " has an open verdict and does not differ"));
  }

  private static long checkCauses(
      TableTruth truth, Set<String> corrupted, List<String> objections) {
    List<Difference> causeless =
        truth.differences().stream()
            .filter(difference -> !corrupted.contains(truth.table() + " " + difference.key()))
            .toList();
    causeless.stream()
        .limit(AT_MOST)
        .forEach(
            difference ->
                objections.add(
                    "%s %s is %s %s though nobody corrupted it"
                        .formatted(
                            truth.table(),
                            difference.key(),
                            difference.harm(),
                            difference.columns())));
    return causeless.size();
  }
}
