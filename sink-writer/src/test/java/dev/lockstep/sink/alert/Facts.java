package dev.lockstep.sink.alert;

import dev.lockstep.schema.event.Alignment;
import dev.lockstep.schema.event.ColumnDifference;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.DeadLetter;
import dev.lockstep.schema.event.TableLag;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.event.VerdictKind;
import dev.lockstep.schema.event.VerdictState;
import java.time.Instant;
import java.util.List;

/** Facts with the few fields that alerts look at. */
final class Facts {

  static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final String ZERO = "0".repeat(32);

  private Facts() {}

  static Instant at(int second) {
    return START.plusSeconds(second);
  }

  static Fact opened(String id, VerdictKind kind, String table, int second) {
    return new Fact.OfRow(verdict(id, kind, table).setOpenedAt(at(second)).build());
  }

  static Fact revised(String id, VerdictKind kind, String table, int revision, int second) {
    return new Fact.OfRow(
        verdict(id, kind, table).setRevision(revision).setOpenedAt(at(second)).build());
  }

  static Fact closed(String id, VerdictKind kind, String table, int second) {
    return new Fact.OfRow(
        verdict(id, kind, table)
            .setState(VerdictState.CLOSED)
            .setRevision(2)
            .setOpenedAt(START)
            .setClosedAt(at(second))
            .build());
  }

  private static Verdict.Builder verdict(String id, VerdictKind kind, String table) {
    return Verdict.newBuilder()
        .setId(id)
        .setFlow("shop")
        .setTable(table)
        .setTargetTable(table)
        .setKey("id=" + id)
        .setKind(kind)
        .setState(VerdictState.OPEN)
        .setRevision(1)
        .setColumns(
            kind == VerdictKind.MISMATCHED
                ? List.of(
                    ColumnDifference.newBuilder()
                        .setColumn("name")
                        .setSource("secret-a")
                        .setTarget("secret-b")
                        .build())
                : List.of())
        .setDetailsCapped(false)
        .setPartition(0)
        .setSourceOffset(1)
        .setTargetOffset(1)
        .setPosition("0-1-1");
  }

  static TableStatus.Builder status(String table, int second) {
    return TableStatus.newBuilder()
        .setFlow("shop")
        .setTable(table)
        .setTargetTable(table)
        .setPhase(TablePhase.FOLLOWING)
        .setAlignment(Alignment.PROGRESS)
        .setSourceRows(1)
        .setTargetRows(1)
        .setSourceDigest(ZERO)
        .setTargetDigest(ZERO)
        .setExplainedDigest(ZERO)
        .setExplainedRows(0)
        .setOpenMismatched(0)
        .setOpenMissing(0)
        .setOpenExtra(0)
        .setOpenOutsideLog(0)
        .setInconclusive(0)
        .setInFlight(0)
        .setInserts(0)
        .setUpdates(0)
        .setDeletes(0)
        .setConfirmed(0)
        .setEqual(true)
        .setResidualZero(true)
        .setMarkedAt(at(second))
        .setAt(at(second));
  }

  static Fact residual(String table, boolean zero, int second) {
    return new Fact.OfTable(status(table, second).setEqual(zero).setResidualZero(zero).build());
  }

  static Fact lag(String table, long p99Millis, long oldestMillis, int second) {
    return new Fact.OfLag(
        TableLag.newBuilder()
            .setFlow("shop")
            .setTable(table)
            .setWindowStart(at(second))
            .setWindowMillis(1000)
            .setChanges(1)
            .setP50Millis(0)
            .setP95Millis(0)
            .setP99Millis(p99Millis)
            .setMaxMillis(p99Millis)
            .setUncertaintyMillis(0)
            .setOldestInFlightMillis(oldestMillis)
            .build());
  }

  static Fact component(
      String program, String subject, String table, ComponentState state, int second) {
    return new Fact.OfComponent(
        ComponentStatus.newBuilder()
            .setProgram(program)
            .setSubject(subject)
            .setTable(table)
            .setState(state)
            .setMessage(state == ComponentState.RUNNING ? null : "why " + state)
            .setAt(at(second))
            .build());
  }

  static Fact deadLetter(String id, String table, int second) {
    return new Fact.OfDeadLetter(
        DeadLetter.newBuilder()
            .setId(id)
            .setFlow("shop")
            .setTable(table)
            .setKey("id=1")
            .setTopic("shop_source." + table)
            .setPartition(0)
            .setOffset(7)
            .setErrorClass("22001/1406")
            .setError("Data too long")
            .setAt(at(second))
            .build());
  }
}
