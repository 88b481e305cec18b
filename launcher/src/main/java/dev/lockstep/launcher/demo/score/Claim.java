package dev.lockstep.launcher.demo.score;

import dev.lockstep.schema.event.TableStatus;

/** What the pipeline says of one table, taken from its newest status. */
public record Claim(
    String name,
    long sourceRows,
    long targetRows,
    String sourceDigest,
    String targetDigest,
    boolean equal,
    long openVerdicts,
    boolean residualZero,
    long inFlight) {

  /** Reads a status; every kind of open verdict counts, also those that could not be settled. */
  public static Claim of(TableStatus status) {
    return new Claim(
        status.getTable(),
        status.getSourceRows(),
        status.getTargetRows(),
        status.getSourceDigest(),
        status.getTargetDigest(),
        status.getEqual(),
        status.getOpenMismatched()
            + status.getOpenMissing()
            + status.getOpenExtra()
            + status.getOpenOutsideLog()
            + status.getInconclusive(),
        status.getResidualZero(),
        status.getInFlight());
  }
}
