package dev.lockstep.streams.state;

import dev.lockstep.schema.event.VerdictKind;
import dev.lockstep.schema.row.TableDigest;
import dev.lockstep.streams.lag.LagBuckets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One table of one flow in this partition: both sides, the open verdicts by kind and what they
 * explain of the difference, and the counts since the baseline.
 *
 * <p>Kept in memory by {@link States} and written through after each record that changed it.
 */
public final class TableState {

  /** How far the marker whose turn it is has come with this table. */
  public enum Stage {
    /** Done with it, or not begun: all figures are those of one marker. */
    SETTLED,
    /** A part of what it covers has been taken into the rows. */
    GATHERING,
    /** All of it has, and a part of the touched rows has been judged. */
    JUDGING
  }

  private final int id;
  private final SideState source = new SideState();
  private final SideState target = new SideState();
  private final Map<VerdictKind, Long> open = new EnumMap<>(VerdictKind.class);
  private final LagBuckets lag = new LagBuckets();

  private TableDigest explained = TableDigest.EMPTY;
  private int epoch;
  private long rechecks;
  private long inFlight;
  private long inserts;
  private long updates;
  private long deletes;
  private @Nullable String definitions;
  private boolean keysDiffer;
  private @Nullable String underRule;
  private @Nullable String misfits;
  private Stage stage = Stage.SETTLED;
  private boolean doubting;
  private long judgedPlace = -1;

  /** Up to which row a walk over all of them has come; after a restart it begins again. */
  private byte @Nullable [] walkedTo;

  TableState(int id) {
    this.id = id;
  }

  /** Short id that begins the table's keys in the stores. */
  public int id() {
    return id;
  }

  public SideState side(Side side) {
    return side == Side.SOURCE ? source : target;
  }

  public SideState source() {
    return source;
  }

  public SideState target() {
    return target;
  }

  public TableDigest explained() {
    return explained;
  }

  public void explain(TableDigest more) {
    explained = explained.plus(more);
  }

  public void explainNot(TableDigest less) {
    explained = explained.minus(less);
  }

  public long open(VerdictKind kind) {
    return open.getOrDefault(kind, 0L);
  }

  public boolean anyOpen() {
    return open.values().stream().anyMatch(count -> count > 0);
  }

  public void opened(VerdictKind kind) {
    open.merge(kind, 1L, Long::sum);
  }

  public void closed(VerdictKind kind) {
    open.merge(kind, -1L, Long::sum);
  }

  public int epoch() {
    return epoch;
  }

  /** Starts counting anew. */
  public void newEpoch() {
    epoch++;
    inserts = 0;
    updates = 0;
    deletes = 0;
  }

  /** Keys to be judged once more at the next marker. */
  public long rechecks() {
    return rechecks;
  }

  public void rechecks(long count) {
    rechecks = count;
  }

  public long inFlight() {
    return inFlight;
  }

  public void sent() {
    inFlight++;
  }

  /** Counts a source change that a marker covered. */
  public void confirmed(Op op) {
    inFlight--;
    switch (op) {
      case CREATE, READ -> inserts++;
      case UPDATE -> updates++;
      case DELETE -> deletes++;
      case UNREADABLE, SNAPSHOT_START, SNAPSHOT_END, TRUNCATE, SCHEMA_CHANGE -> {}
    }
  }

  public long inserts() {
    return inserts;
  }

  public long updates() {
    return updates;
  }

  public long deletes() {
    return deletes;
  }

  /** Lags confirmed since the last status. */
  public LagBuckets lag() {
    return lag;
  }

  /** Why this table cannot be judged in this partition, unless that mends itself. */
  public @Nullable String problem() {
    return first(false);
  }

  /** Why it cannot be judged until a snapshot starts that it has asked for itself. */
  public @Nullable String renewal() {
    return first(true);
  }

  private @Nullable String first(boolean renews) {
    if (source.problem() != null && source.renews() == renews) {
      return source.problem();
    }
    return target.renews() == renews ? target.problem() : null;
  }

  /** Whether a side cannot be judged, and hence no row. */
  public boolean blocked() {
    return source.blocked() || target.blocked();
  }

  /** Whether both sides tell their rows apart by other columns at the newest marker. */
  public boolean keysDiffer() {
    return keysDiffer;
  }

  /** How the definitions of both sides differ at the newest marker; null when they agree. */
  public @Nullable String definitions() {
    return definitions;
  }

  public void definitions(@Nullable String difference, boolean ofKeys) {
    definitions = difference;
    keysDiffer = ofKeys;
  }

  /** What is compared less than exactly; null when all is compared exactly. */
  public @Nullable String underRule() {
    return underRule;
  }

  /** What of the source's values does not fit into the target; null when all does. */
  public @Nullable String misfits() {
    return misfits;
  }

  public void plan(@Nullable String lessThanExactly, @Nullable String doesNotFit) {
    underRule = lessThanExactly;
    misfits = doesNotFit;
  }

  public Stage stage() {
    return stage;
  }

  public void stage(Stage now) {
    stage = now;
  }

  /** Whether figures are those of no marker, but on their way from one to the next. */
  public boolean isSettling() {
    return stage != Stage.SETTLED;
  }

  /** Whether all rows that are not right are still to be looked up, to be judged. */
  public boolean doubting() {
    return doubting;
  }

  public void doubting(boolean now) {
    doubting = now;
  }

  /** The place of the marker that this table was judged at last. */
  public long judgedPlace() {
    return judgedPlace;
  }

  public void judgedPlace(long place) {
    judgedPlace = place;
  }

  public byte @Nullable [] walkedTo() {
    return walkedTo;
  }

  public void walkedTo(byte @Nullable [] key) {
    walkedTo = key;
  }

  /** One side begins anew with a snapshot; its rows and versions are gone. */
  public void begin(Side side) {
    side(side).begin();
    walkedTo = null;
    if (side == Side.SOURCE) {
      inFlight = 0;
    }
    newEpoch();
  }

  byte[] pack(Packer packer) {
    packer.restart().number(id);
    source.pack(packer);
    target.pack(packer);
    packer.digest(explained).number(epoch).number(rechecks).number(inFlight);
    packer.number(inserts).number(updates).number(deletes);
    packer.text(definitions).text(underRule).text(misfits);
    packer.number(stage.ordinal()).flags(doubting, keysDiffer).number(judgedPlace);
    packer.number(open.size());
    open.forEach((kind, count) -> packer.text(kind.name()).number(count));
    packer.number(lag.length());
    lag.forEach(packer::number);
    return packer.toBytes();
  }

  static TableState unpack(byte[] bytes) {
    Unpacker in = new Unpacker(bytes);
    TableState state = new TableState((int) in.number());
    state.source.unpack(in);
    state.target.unpack(in);
    state.explained = in.tableDigest();
    state.epoch = (int) in.number();
    state.rechecks = in.number();
    state.inFlight = in.number();
    state.inserts = in.number();
    state.updates = in.number();
    state.deletes = in.number();
    state.definitions = in.text();
    state.underRule = in.text();
    state.misfits = in.text();
    state.stage = Stage.values()[(int) in.number()];
    int flags = in.raw();
    state.doubting = (flags & 1) != 0;
    state.keysDiffer = (flags & 2) != 0;
    state.judgedPlace = in.number();
    for (long left = in.number(); left > 0; left--) {
      state.open.put(VerdictKind.valueOf(in.requiredText()), in.number());
    }
    List<Long> buckets = new ArrayList<>();
    for (long left = in.number(); left > 0; left--) {
      buckets.add(in.number());
    }
    state.lag.merge(buckets);
    return state;
  }
}
