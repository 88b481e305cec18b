package dev.lockstep.console.demo;

import dev.lockstep.flow.Flow;
import dev.lockstep.flow.TablePattern;
import dev.lockstep.flow.TableSelection;
import dev.lockstep.schema.event.Alert;
import dev.lockstep.schema.event.AlertState;
import dev.lockstep.schema.event.Alignment;
import dev.lockstep.schema.event.ColumnDifference;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.DeadLetter;
import dev.lockstep.schema.event.Severity;
import dev.lockstep.schema.event.TableLag;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.event.VerdictKind;
import dev.lockstep.schema.event.VerdictState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Facts for tests: sound ones, to be changed by their builders. */
public final class Facts {

  public static final String FLOW = "shop_to_warehouse";
  private static final String DIGEST = "a3f9c21e7b0d5586e1f24c9977aa0b13";

  public static final String SOURCE = "shop";
  public static final String TARGET = "warehouse";
  public static final String POSITION = "0-1-4711";

  private Facts() {}

  /** Every table of the source goes to the target under its own name. */
  public static Flow flow() {
    return flow(FLOW, SOURCE, TARGET);
  }

  public static Flow flow(String name, String source, String target) {
    return new Flow(
        name,
        source,
        target,
        new TableSelection(List.of(new TablePattern("%", "%")), List.of()),
        List.of(),
        List.of());
  }

  /** A capture that has read all of its log. */
  public static ComponentStatus.Builder capture(String endpoint, Instant at) {
    return component("producers", endpoint, "", ComponentState.RUNNING, at)
        .setPosition(POSITION)
        .setBehindMillis(0L);
  }

  /** All that must be said of captures so that these tables may be called equal. */
  public static List<ComponentStatus> captured(Instant at, String... tables) {
    List<ComponentStatus> all = new ArrayList<>();
    for (String endpoint : List.of(SOURCE, TARGET)) {
      all.add(capture(endpoint, at).build());
      for (String table : tables) {
        all.add(component("producers", endpoint, table, ComponentState.RUNNING, at).build());
      }
    }
    return all;
  }

  /** A table that follows and is equal. */
  public static TableStatus.Builder table(String table, Instant at) {
    return TableStatus.newBuilder()
        .setFlow(FLOW)
        .setTable(table)
        .setTargetTable(table)
        .setPhase(TablePhase.FOLLOWING)
        .setAlignment(Alignment.PROGRESS)
        .setSourceRows(1_000)
        .setTargetRows(1_000)
        .setSourceDigest(DIGEST)
        .setTargetDigest(DIGEST)
        .setExplainedDigest("0".repeat(32))
        .setExplainedRows(0)
        .setOpenMismatched(0)
        .setOpenMissing(0)
        .setOpenExtra(0)
        .setOpenOutsideLog(0)
        .setInconclusive(0)
        .setInFlight(0)
        .setInserts(1_000)
        .setUpdates(0)
        .setDeletes(0)
        .setConfirmed(1_000)
        .setEqual(true)
        .setResidualZero(true)
        .setMarkedAt(micros(at))
        .setConfirmedTo(micros(at))
        .setConfirmedPosition(POSITION)
        .setSourceBehindMillis(0L)
        .setAt(micros(at));
  }

  public static TableLag lag(String table, Instant start, long changes, long p50, long p99) {
    return TableLag.newBuilder()
        .setFlow(FLOW)
        .setTable(table)
        .setWindowStart(micros(start))
        .setWindowMillis(1_000)
        .setChanges(changes)
        .setP50Millis(p50)
        .setP95Millis((p50 + p99) / 2)
        .setP99Millis(p99)
        .setMaxMillis(p99 + p99 / 4)
        .setUncertaintyMillis(1_000)
        .setOldestInFlightMillis(0)
        .build();
  }

  /** An open mismatch in one column. */
  public static Verdict.Builder verdict(String id, String table, String key, Instant openedAt) {
    return Verdict.newBuilder()
        .setId(id)
        .setFlow(FLOW)
        .setTable(table)
        .setTargetTable(table)
        .setKey(key)
        .setKind(VerdictKind.MISMATCHED)
        .setState(VerdictState.OPEN)
        .setRevision(1)
        .setColumns(List.of(difference("status", "paid", "paid ")))
        .setDetailsCapped(false)
        .setPartition(0)
        .setSourceOffset(17)
        .setTargetOffset(18)
        .setPosition("0-2-4711")
        .setOpenedAt(micros(openedAt));
  }

  public static ColumnDifference difference(String column, String source, String target) {
    return ColumnDifference.newBuilder()
        .setColumn(column)
        .setSource(source)
        .setTarget(target)
        .build();
  }

  public static Alert.Builder alert(String id, Severity severity, String title, Instant at) {
    return Alert.newBuilder()
        .setId(id)
        .setSeverity(severity)
        .setState(AlertState.OPENED)
        .setCode("rows-mismatched")
        .setFlow(FLOW)
        .setSubject("shop.orders")
        .setTitle(title)
        .setDetail("")
        .setRemedy("")
        .setCount(1)
        .setOpenedAt(micros(at))
        .setAt(micros(at));
  }

  public static ComponentStatus.Builder component(
      String program, String subject, String table, ComponentState state, Instant at) {
    return ComponentStatus.newBuilder()
        .setProgram(program)
        .setSubject(subject)
        .setTable(table)
        .setState(state)
        .setAt(micros(at));
  }

  public static DeadLetter deadLetter(String id, String table, String error, Instant at) {
    return DeadLetter.newBuilder()
        .setId(id)
        .setFlow(FLOW)
        .setTable(table)
        .setKey("id=1")
        .setTopic("shop.shop.orders")
        .setPartition(0)
        .setOffset(3)
        .setErrorClass("SQLSTATE 22001, code 1406")
        .setError(error)
        .setAt(micros(at))
        .build();
  }

  /** As precise as the schemas are. */
  public static Instant micros(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }
}
