package dev.lockstep.streams.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schema.change.Encoding;
import dev.lockstep.schema.event.PartitionStatus;
import dev.lockstep.schema.row.RowDigest;
import dev.lockstep.schema.topic.TableName;
import dev.lockstep.streams.judge.Bench;
import dev.lockstep.streams.judge.Claims;
import dev.lockstep.streams.judge.Court;
import dev.lockstep.streams.judge.Definitions;
import dev.lockstep.streams.judge.FlowTable;
import dev.lockstep.streams.judge.PartitionJudge;
import dev.lockstep.streams.judge.Route;
import dev.lockstep.streams.judge.Routing;
import dev.lockstep.streams.judge.Ruling;
import dev.lockstep.streams.judge.SchemaPair;
import dev.lockstep.streams.state.MapStore;
import dev.lockstep.streams.state.Op;
import dev.lockstep.streams.state.Side;
import dev.lockstep.streams.state.TableState;
import dev.lockstep.streams.state.TableState.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Goal: while a marker that covers much is being judged nobody is told figures that were never
 * true, and nobody hears silence. Method: a table's state as a stint leaves it.
 */
class PartitionStatusesTest {

  private static final FlowTable TABLE =
      new FlowTable(
          "move", "shop", new TableName("db", "orders"), "copy", new TableName("db", "orders"));
  private static final long SECOND = 1_000_000;

  private final Bench bench = Bench.over(new MapStore(), new MapStore(), new MapStore());
  private final TableState state = bench.states().table(TABLE.stateName());
  private PartitionStatuses statuses = statuses();

  @Test
  void whatWasTrueAtTheMarkerBeforeIsSaidUntilTheNextIsDone() {
    state.source().snapshotEndSettled();
    state.target().snapshotEndSettled();
    PartitionStatus before = said(SECOND).getFirst();
    assertThat(before.getInFlight()).isZero();

    halfWay();
    List<PartitionStatus> meanwhile = new ArrayList<>(said(2 * SECOND));
    meanwhile.addAll(said(20 * SECOND));
    assertThat(meanwhile)
        .as("something is being judged, and whoever judges is alive")
        .hasSize(2)
        .allSatisfy(
            status -> {
              assertThat(status.getInFlight()).isEqualTo(1);
              assertThat(status.getInserts()).isEqualTo(before.getInserts());
              assertThat(status.getSourceDigest()).isEqualTo(before.getSourceDigest());
              assertThat(status.getSourceSnapshotDone()).isTrue();
              assertThat(status.getAt()).isAfter(before.getAt());
            });

    state.stage(Stage.SETTLED);
    assertThat(said(21 * SECOND))
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.getInFlight()).isZero();
              assertThat(status.getInserts()).isEqualTo(1);
            });
  }

  @Test
  void afterARestartNothingIsClaimedUntilTheMarkerIsDone() {
    state.source().snapshotEndSettled();
    state.target().snapshotEndSettled();
    said(SECOND);
    halfWay();
    statuses = statuses();

    assertThat(said(2 * SECOND))
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.getSourceSnapshotDone()).isFalse();
              assertThat(status.getTargetSnapshotDone()).isFalse();
              assertThat(status.getInFlight()).isEqualTo(1);
            });
    state.stage(Stage.SETTLED);
    assertThat(said(3 * SECOND).getFirst().getSourceSnapshotDone()).isTrue();
  }

  /** One change of the source is taken in; the target's has yet to be. */
  private void halfWay() {
    state.sent();
    state.stage(Stage.GATHERING);
    state.confirmed(Op.CREATE);
  }

  private List<PartitionStatus> said(long micros) {
    List<PartitionStatus> said = new ArrayList<>();
    statuses.due(micros, said::add);
    return said;
  }

  private PartitionStatuses statuses() {
    OneTable routing = new OneTable();
    Claims claims =
        new PartitionJudge(0, bench, routing, new NotAsked(), new NotAsked(), () -> 0).claims();
    return new PartitionStatuses(0, bench, routing, claims);
  }

  /** No row is judged here. */
  private static final class NotAsked implements Definitions, Court {
    @Override
    public boolean reshaped(int before, int after) {
      throw new AssertionError();
    }

    @Override
    public RowDigest filled(FlowTable table, Side side, int before, SchemaPair now) {
      throw new AssertionError();
    }

    @Override
    public Encoding encoding(FlowTable table, Side side, SchemaPair now) {
      throw new AssertionError();
    }

    @Override
    public Optional<String> recoded(
        Encoding before, int beforeSchema, Encoding now, int nowSchema) {
      throw new AssertionError();
    }

    @Override
    public Optional<String> underRule(FlowTable table, SchemaPair now) {
      throw new AssertionError();
    }

    @Override
    public Optional<String> misfits(FlowTable table, SchemaPair now) {
      throw new AssertionError();
    }

    @Override
    public boolean keysDiffer(FlowTable table, SchemaPair now) {
      throw new AssertionError();
    }

    @Override
    public Optional<String> difference(FlowTable table, int source, int target) {
      throw new AssertionError();
    }

    @Override
    public void state(Ruling ruling) {
      throw new AssertionError();
    }

    @Override
    public String keyText(FlowTable table, Side side, long offset, byte[] key) {
      throw new AssertionError();
    }
  }

  private static final class OneTable implements Routing {
    @Override
    public List<Route> routes(String topic) {
      return List.of();
    }

    @Override
    public Optional<FlowTable> source(String flow, String topic) {
      return Optional.empty();
    }

    @Override
    public Optional<FlowTable> byStateName(String name) {
      return Optional.of(TABLE);
    }

    @Override
    public boolean isTarget(String endpoint) {
      return endpoint.equals(TABLE.targetEndpoint());
    }

    @Override
    public boolean isSource(String endpoint) {
      return endpoint.equals(TABLE.sourceEndpoint());
    }

    @Override
    public String topicId(String topic) {
      return "now";
    }

    @Override
    public boolean isCurrent(String topic, String topicId) {
      return true;
    }
  }
}
