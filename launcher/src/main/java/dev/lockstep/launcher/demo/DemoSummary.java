package dev.lockstep.launcher.demo;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.lockstep.launcher.demo.score.Claim;
import java.util.List;
import java.util.Locale;

/**
 * What came of a run; as JSON, exactly these fields.
 *
 * @param changes row changes committed at the source by the workload; a key update counts as two
 * @param applied of these, how many a full read found on the target
 * @param lagMillis from the commit's return at the source until visible on the target
 * @param detectionMillis from a corruption's commit until its verdict was received
 * @param startedMillis from the command's start to the first confirmed change; -1 when none was
 * @param memoryMb proportional set size of the process tree at its peak; -1 where it cannot be told
 */
public record DemoSummary(
    long changes,
    long applied,
    Lag lagMillis,
    int injected,
    int detected,
    int missed,
    int decoys,
    int falseAlarms,
    Detection detectionMillis,
    List<Table> tables,
    Alerts alerts,
    long startedMillis,
    long memoryMb) {

  public DemoSummary {
    tables = List.copyOf(tables);
  }

  /** Percentiles in milliseconds; zeros when no change was measured. */
  public record Lag(double p50, double p95, double p99, double max) {

    /** Nothing arrives in no time at all. */
    boolean measured() {
      return max > 0;
    }
  }

  /** Likewise. */
  public record Detection(double p50, double max) {}

  /** What the pipeline says of one table at the end. */
  public record Table(
      String name,
      long sourceRows,
      long targetRows,
      String sourceDigest,
      String targetDigest,
      boolean equal,
      long openVerdicts,
      boolean residualZero) {

    static Table of(Claim claim) {
      return new Table(
          claim.name(),
          claim.sourceRows(),
          claim.targetRows(),
          claim.sourceDigest(),
          claim.targetDigest(),
          claim.equal(),
          claim.openVerdicts(),
          claim.residualZero());
    }
  }

  /** Alerts that were open at some time in the run. */
  public record Alerts(long critical, long warning, long info) {}

  /** Of a run that was stopped before the shop traded. */
  public static DemoSummary ofNothing() {
    return new DemoSummary(
        0,
        0,
        new Lag(0, 0, 0, 0),
        0,
        0,
        0,
        0,
        0,
        new Detection(0, 0),
        List.of(),
        new Alerts(0, 0, 0),
        -1,
        -1);
  }

  /** True when nothing was missed, nothing was made up, and every table adds up. */
  @JsonIgnore
  public boolean right() {
    return missed == 0
        && falseAlarms == 0
        && !tables.isEmpty()
        && tables.stream().allMatch(Table::residualZero);
  }

  /** One line. */
  public String json() {
    try {
      return new ObjectMapper()
          .disable(SerializationFeature.INDENT_OUTPUT)
          .writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A summary is plain data", e);
    }
  }

  /** For people. */
  public String prose() {
    StringBuilder out = new StringBuilder();
    line(out, "%,d changes at the source, %,d of them applied at the target", changes, applied);
    if (lagMillis.measured()) {
      line(
          out,
          "lag p50 %.0f ms, p95 %.0f ms, p99 %.0f ms, max %.0f ms",
          lagMillis.p50,
          lagMillis.p95,
          lagMillis.p99,
          lagMillis.max);
    } else {
      line(out, "no lag was measured: it counts from the first confirmed change on");
    }
    if (injected > 0 || decoys > 0) {
      line(
          out,
          "%d corruptions: %d detected%s, %d missed; %d decoys, %d false alarms",
          injected,
          detected,
          detected == 0
              ? ""
              : String.format(
                  Locale.ROOT,
                  " (p50 %.0f ms, max %.0f ms)",
                  detectionMillis.p50,
                  detectionMillis.max),
          missed,
          decoys,
          falseAlarms);
    } else if (falseAlarms > 0) {
      line(out, "%d false alarms", falseAlarms);
    }
    for (Table table : tables) {
      line(
          out,
          "%-18s %,9d rows at the source, %,9d at the target, %s, %d open verdicts%s",
          table.name,
          table.sourceRows,
          table.targetRows,
          table.equal ? "equal" : "NOT equal",
          table.openVerdicts,
          table.residualZero ? "" : ", RESIDUAL NOT ZERO");
    }
    line(
        out,
        "alerts: %d critical, %d warning, %d info",
        alerts.critical,
        alerts.warning,
        alerts.info);
    if (startedMillis < 0) {
      line(out, "no change was confirmed before it was stopped");
    } else {
      line(out, "first confirmed change after %.1f s", startedMillis / 1e3);
    }
    if (memoryMb >= 0) {
      line(out, "memory at its peak %,d MB", memoryMb);
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
