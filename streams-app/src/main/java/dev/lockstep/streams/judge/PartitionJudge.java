package dev.lockstep.streams.judge;

import dev.lockstep.schema.event.Marker;
import dev.lockstep.schema.event.MarkerKind;
import dev.lockstep.streams.state.EndpointState;
import dev.lockstep.streams.state.Side;
import dev.lockstep.streams.state.SideState;
import dev.lockstep.streams.state.TableState;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Judges one partition: changes of both sides and markers in, in any order among each other;
 * rulings out, in the order of the markers.
 *
 * <p>A marker is judged when both sides were read as far as it says, never by time: nothing is
 * called wrong because it is late. It is judged exactly, though later versions may have been read
 * already: those stay in the version log. Hence the same topics give the same rulings whatever the
 * order in which their records arrive (invariant 4), and a key for which the target showed nothing
 * is judged like any other (invariant 5).
 *
 * <p>Thread-confined to its task. Everything that must survive is in the stores; a crash leaves
 * what Kafka Streams committed last, with the inputs' offsets, so nothing is counted twice.
 */
public final class PartitionJudge {

  /** Keys of one marker that are gathered in memory before the store has to help. */
  public static final int KEYS_IN_MEMORY = 20_000;

  /** Longer than nearly every marker takes: what is done in one go is done in memory. */
  private static final Duration FIRST_STINT = Duration.ofMillis(250);

  /** Short enough that whatever else the thread does is hardly late. */
  private static final Duration STINT = Duration.ofMillis(50);

  private final Bench bench;
  private final Routing routing;
  private final RowJudge rowJudge;
  private final Readiness readiness;
  private final Definitions definitions;
  private final Baselines baselines;
  private final Claims claims;
  private final Intake intake;
  private final Asking asking = new Asking();
  private final int keysInMemory;
  private final Supplier<Stint> firstStint;
  private final Supplier<Stint> nextStint;
  private boolean unfinished;
  private final Map<String, Marker> heads = new TreeMap<>();

  public PartitionJudge(
      int partition,
      Bench bench,
      Routing routing,
      Definitions definitions,
      Court court,
      LongSupplier nowMicros) {
    this(
        partition,
        bench,
        routing,
        definitions,
        court,
        nowMicros,
        KEYS_IN_MEMORY,
        () -> Stint.lasting(FIRST_STINT),
        () -> Stint.lasting(STINT));
  }

  PartitionJudge(
      int partition,
      Bench bench,
      Routing routing,
      Definitions definitions,
      Court court,
      LongSupplier nowMicros,
      int keysInMemory,
      Supplier<Stint> firstStint,
      Supplier<Stint> nextStint) {
    this.bench = bench;
    this.routing = routing;
    this.rowJudge = new RowJudge(bench.versions(), court, nowMicros, partition);
    this.readiness = new Readiness(routing, this::state);
    this.definitions = definitions;
    this.baselines = new Baselines(bench.states(), routing);
    this.claims = new Claims(bench.states(), routing);
    Recoding recoding = new Recoding(definitions);
    this.intake = new Intake(bench, routing, recoding);
    this.keysInMemory = keysInMemory;
    this.firstStint = firstStint;
    this.nextStint = nextStint;
    bench.states().endpoints().forEach(this::loadHead);
    this.unfinished = !heads.isEmpty();
    bench.states().tables().forEach(this::checkWhole);
    bench.states().tables().forEach((name, state) -> recall(name, state, recoding));
    bench.states().save();
  }

  /** Damaged state does not heal, so it must be seen before anything is said from it. */
  private void checkWhole(String name, TableState state) {
    for (Side side : Side.values()) {
      if (!bench.versions().isWhole(state, side)) {
        state
            .side(side)
            .block(
                "the state of this table does not add up: changes that wait are missing from it");
        bench.states().changed(name);
      }
    }
  }

  private void recall(String name, TableState state, Recoding recoding) {
    boolean changed =
        routing.byStateName(name).filter(table -> recoding.recall(table, state)).isPresent();
    if (changed) {
      bench.states().changed(name);
    }
  }

  /** Takes in one record of a change topic, for one table that it feeds. */
  public void changed(FlowTable table, Side side, Change change) {
    TableState state = state(table);
    intake.take(table, state, side, change);
    if (state.side(side).asks()) {
      asking.read(new Route(table, side), change.capturedMicros());
    }
    bench.states().changed(table.stateName());
    advance();
    bench.states().save();
  }

  /** Notes a record that says nothing about any row: a marker may wait for its offset. */
  public void skipped(FlowTable table, Side side, long offset) {
    state(table).side(side).read(offset, -1);
    bench.states().changed(table.stateName());
    advance();
    bench.states().save();
  }

  /** Records that nobody has read here are gone: one side of a table is no longer known. */
  public void expired(FlowTable table, Side side, long from, long to) {
    state(table).side(side).block(Restart.expiredUnread(table, side, from, to));
    bench.states().changed(table.stateName());
    bench.states().save();
  }

  /** Markers that nobody has read here are gone: what they confirmed is never told again. */
  public void markersExpired(long from, long to) {
    bench
        .states()
        .tables()
        .forEach(
            (name, state) -> {
              for (Side side : Side.values()) {
                state.side(side).block(Restart.markersExpired(name, from, to));
              }
              bench.states().changed(name);
            });
    bench.states().save();
  }

  /** Up to where each table is confirmed. */
  public Claims claims() {
    return claims;
  }

  /** Takes in one marker. */
  public void marked(Marker marker) {
    String name = marker.getEndpoint();
    if (!routing.isTarget(name) && !routing.isSource(name)) {
      return;
    }
    EndpointState endpoint = bench.states().endpoint(name);
    if (!endpoint.accept(marker)) {
      return;
    }
    bench.states().endpointChanged(name);
    boolean itsTurn = endpoint.queued() == 0 && !unfinished && readiness.ready(marker);
    if (itsTurn && judge(marker, endpoint, firstStint.get())) {
      endpoint.passed();
    } else {
      unfinished |= itsTurn;
      bench.markers().add(endpoint, marker);
      heads.putIfAbsent(name, marker);
    }
    bench.states().save();
  }

  /** The definitions of the newest records that were read of both sides. */
  public SchemaPair readSchemas(FlowTable table) {
    return SchemaPair.read(state(table));
  }

  /**
   * Hands over the sides that ask for their tables to be read anew, each once, and none before what
   * its topic held has been read: the snapshot that it needs may be in there.
   */
  public void wantedBaselines(long nowMicros, Consumer<WantedBaseline> reader) {
    bench
        .states()
        .tables()
        .forEach(
            (name, state) ->
                routing
                    .byStateName(name)
                    .ifPresent(table -> wanted(table, state, nowMicros, reader)));
    bench.states().save();
  }

  private void wanted(
      FlowTable table, TableState state, long nowMicros, Consumer<WantedBaseline> reader) {
    for (Side side : Side.values()) {
      SideState sideState = state.side(side);
      if (asking.isDue(new Route(table, side), sideState, nowMicros)) {
        reader.accept(WantedBaseline.of(table, side, String.valueOf(sideState.problem())));
        sideState.asked();
        bench.states().changed(table.stateName());
      }
    }
  }

  /** Whether there is more to judge than could be done in one go. */
  public boolean isUnfinished() {
    return unfinished;
  }

  /** Goes on for a stint with what is unfinished. */
  public void goOn() {
    unfinished = false;
    advance(nextStint.get());
    bench.states().save();
  }

  private void advance() {
    if (!heads.isEmpty() && !unfinished) {
      advance(firstStint.get());
    }
  }

  /** Judges waiting markers for as long as their inputs are here, and for one stint. */
  private void advance(Stint stint) {
    for (String name : heads.keySet().toArray(String[]::new)) {
      EndpointState endpoint = bench.states().endpoint(name);
      Marker head = heads.get(name);
      while (head != null && readiness.ready(head)) {
        if (stint.isOver() || !judge(head, endpoint, stint)) {
          unfinished = true;
          return;
        }
        bench.markers().remove(name, endpoint);
        head = bench.markers().head(name, endpoint);
        if (head == null) {
          heads.remove(name);
        } else {
          heads.put(name, head);
        }
      }
    }
  }

  /** Judges a marker, or goes on with it; whether that is done. */
  private boolean judge(Marker marker, EndpointState endpoint, Stint stint) {
    String name = marker.getEndpoint();
    bench.states().endpointChanged(name);
    if (!endpoint.begun()) {
      begin(marker, endpoint);
    }
    if (!routing.isTarget(name)) {
      return true;
    }
    Coverage coverage = Coverage.of(marker, routing);
    baselines.due(name).forEach(coverage::alsoLookAt);
    if (!coverage.all((table, reach) -> settle(table, reach, marker, endpoint, stint))) {
      endpoint.begin();
      return false;
    }
    endpoint.judged(marker);
    return true;
  }

  private void begin(Marker marker, EndpointState endpoint) {
    if (marker.getKind() == MarkerKind.SNAPSHOT) {
      endpoint.snapshotEnded();
    }
    marker.getRefused().forEach(table -> refused(marker, table));
    if (routing.isSource(marker.getEndpoint())) {
      claims.read(marker);
    }
  }

  /**
   * The capture does not tell of a table that is there, so that nothing may be concluded from its
   * silence: until a snapshot of it starts, which may have been read already.
   */
  private void refused(Marker marker, String table) {
    for (Route route : routing.routes(marker.getEndpoint() + "." + table)) {
      TableState state = bench.states().find(route.table().stateName());
      if (state != null && marker.getSerial() > state.side(route.side()).snapshotSerial()) {
        state.side(route.side()).block(Restart.refused(route.table(), route.side()));
        bench.states().changed(route.table().stateName());
      }
    }
  }

  private boolean settle(
      FlowTable table, Coverage.Reach reach, Marker marker, EndpointState endpoint, Stint stint) {
    TableState state = state(table);
    if (endpoint.begun() && state.judgedPlace() == endpoint.head()) {
      return true;
    }
    bench.states().changed(table.stateName());
    Settlement settlement =
        new Settlement(bench, rowJudge, definitions, keysInMemory, table, state, marker, stint);
    if (!settlement.goOn(reach, () -> baselines.targetDoesNotExist(table, state))) {
      return false;
    }
    state.judgedPlace(endpoint.head());
    baselines.settled(table, state);
    claims.settled(table.stateName(), state);
    return true;
  }

  private TableState state(FlowTable table) {
    TableState known = bench.states().find(table.stateName());
    if (known == null) {
      known = bench.states().table(table.stateName());
      baselines.settled(table, known);
    }
    return known;
  }

  private void loadHead(String name, EndpointState endpoint) {
    Marker head = bench.markers().head(name, endpoint);
    if (head != null) {
      heads.put(name, head);
    }
  }
}
