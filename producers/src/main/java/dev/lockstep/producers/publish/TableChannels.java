package dev.lockstep.producers.publish;

import dev.lockstep.engine.table.Refusal;
import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.producers.convert.TableSchema;
import dev.lockstep.producers.scope.CaptureScope;
import dev.lockstep.producers.source.event.AddedColumn;
import dev.lockstep.schema.topic.ChangeTopic;
import dev.lockstep.schema.topic.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * The captured tables of one run. A table is <i>announced</i> once its topic has said in every
 * partition how its content starts; a table that cannot be captured is refused by name while the
 * others go on (invariant 8).
 */
public final class TableChannels {

  private final CaptureScope scope;
  private final TableSource source;
  private final Map<TableName, Optional<TableChannel>> channels = new HashMap<>();
  private final Set<TableName> announced = new HashSet<>();
  private final Set<TableName> abandoned = new TreeSet<>();

  /** Given up for a row that their topics do not take, and what those would have to. */
  private final Map<TableName, Long> tooLarge = new HashMap<>();

  private final Set<TableName> gone = new TreeSet<>();

  /** What matches, and has nothing to capture. */
  private final Set<TableName> leftOut = new HashSet<>();

  /** Given up in this run: only a new definition of them is a reason to try again. */
  private final Set<TableName> failedNow = new HashSet<>();

  /** There, but refused: of them nothing is told. */
  private final Set<TableName> refusedNow = new HashSet<>();

  /** Dropped in this run: one made anew under the name has no rows from before. */
  private final Set<TableName> dropped = new HashSet<>();

  public TableChannels(CaptureScope scope, TableSource source) {
    this.scope = scope;
    this.source = source;
  }

  /** Takes up the tables that exist at the start; their topics exist already. */
  public void open(Collection<TableFacts> tables) {
    tables.forEach(table -> channels.put(table.name(), made(table)));
  }

  /**
   * Takes up tables that are no longer there, though nobody has said so in their topics: the log
   * may still come to their end, or a snapshot has to tell that they are empty.
   */
  public void gone(Map<TableName, Schema> envelopes) {
    envelopes.forEach(
        (table, envelope) -> {
          String topic = new ChangeTopic(scope.endpoint(), table).name();
          TableSchema last = TableSchema.ofGone(table, envelope);
          channels.put(table, Optional.of(TableChannel.ofGone(scope.endpoint(), topic, last)));
          gone.add(table);
        });
    announced.addAll(envelopes.keySet());
  }

  /** Tables that are there by now, can be captured, and of which nothing has been told. */
  List<TableName> untold() {
    return source.there().stream()
        .filter(table -> !isAnnounced(table) && channel(table).isPresent())
        .sorted()
        .toList();
  }

  /** Whether the database has a table now. */
  boolean isThere(TableName table) {
    return source.describe(table).isPresent();
  }

  /**
   * Notes tables that were dropped since they were announced, before the place from which on the
   * log is followed: it will not tell of that, and whoever wanted to read them would try for ever.
   */
  void noteGone() {
    Collection<TableName> there = source.there();
    announced().stream()
        .filter(table -> !there.contains(table) && source.isGone(table))
        .forEach(gone::add);
  }

  /** Whether a table is one that is no longer there. */
  boolean isGone(TableName table) {
    return gone.contains(table);
  }

  /** A new baseline has told of those that are no longer there, too. */
  void goneTold() {
    gone.forEach(source::gone);
    gone.clear();
  }

  /** Tables whose topic already says how their content starts. */
  public void announced(Collection<TableName> tables) {
    announced.addAll(tables);
  }

  boolean isAnnounced(TableName table) {
    return announced.contains(table);
  }

  void announce(TableName table) {
    announced.add(table);
  }

  /** A new baseline: every table is to be announced again. */
  void forgetAnnouncements() {
    announced.clear();
    abandoned.clear();
  }

  /** Tables that cannot be captured. */
  public Set<TableName> refused() {
    return channels.entrySet().stream()
        .filter(entry -> entry.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The names of tables that are there and not told of, for what they are or hold, or held. */
  List<String> untoldOf() {
    if (refusedNow.isEmpty() && abandoned.isEmpty()) {
      return List.of();
    }
    return Stream.concat(refusedNow.stream(), abandoned.stream())
        .map(TableName::toString)
        .distinct()
        .sorted()
        .toList();
  }

  /** Tables that are captured. */
  List<TableName> captured() {
    return channels.entrySet().stream()
        .filter(entry -> entry.getValue().isPresent())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  List<TableName> announced() {
    return announced.stream().filter(table -> channel(table).isPresent()).sorted().toList();
  }

  /** The channel of a table; empty when it is refused or not captured at all. */
  Optional<TableChannel> channel(TableName table) {
    Optional<TableChannel> known = channels.get(table);
    return known != null ? known : first(table);
  }

  private Optional<TableChannel> first(TableName table) {
    Optional<TableChannel> channel = Optional.empty();
    if (scope.captures(table)) {
      Optional<TableFacts> facts = source.describe(table);
      if (facts.isPresent()) {
        if (whyNot(facts.get()).isEmpty()) {
          source.provision(List.of(table));
        }
        channel = made(facts.get());
      }
    }
    channels.put(table, channel);
    return channel;
  }

  /**
   * A table was created or altered: looks at it anew. Empty when it cannot be captured.
   *
   * @param addedByStatement columns of which the statement tells the value of all rows
   */
  Optional<NewDefinition> redefined(TableName table, List<AddedColumn> addedByStatement) {
    Optional<TableChannel> known = channels.getOrDefault(table, Optional.empty());
    if (known.isEmpty()) {
      channels.remove(table);
      dropped.remove(table);
      return channel(table).map(channel -> new NewDefinition(channel, false, false, false));
    }
    TableChannel channel = known.get();
    Optional<TableFacts> now = source.describe(table);
    if (now.isEmpty()) {
      return Optional.of(new NewDefinition(channel, false, false, false));
    }
    if (isLeftOut(now.get())) {
      channels.put(table, made(now.get()));
      return Optional.empty();
    }
    Optional<LockstepException> whyNot = whyNot(now.get());
    if (whyNot.isPresent()) {
      refuse(table, whyNot.get());
      return Optional.empty();
    }
    boolean madeAnew = dropped.remove(table);
    boolean isKnown = isAnnounced(table);
    List<AddedColumn> added = madeAnew || !isKnown ? List.of() : channel.onlyNew(addedByStatement);
    boolean rowsMayDiffer = isKnown && channel.mayChangeRows(now.get(), added);
    boolean keyDiffers = isKnown && channel.keyDiffers(now.get());
    NewDefinition definition =
        new NewDefinition(
            channel,
            !madeAnew && rowsMayDiffer,
            !madeAnew && keyDiffers,
            madeAnew && (rowsMayDiffer || keyDiffers));
    channel.redefine(now.get(), added);
    return Optional.of(definition);
  }

  /**
   * Looks whether the tables that were refused for what they are still are so: the log is not read
   * for them, so nothing else would tell that the remedy was followed. Returns those that can be
   * captured now.
   */
  public List<TableName> lookAgain() {
    List<TableName> ready = new ArrayList<>();
    for (TableName table : refused()) {
      if (leftOut.contains(table)) {
        continue;
      }
      Long bytes = tooLarge.get(table);
      boolean fits = bytes != null && source.takes(table, bytes);
      if (fits || (!failedNow.contains(table) && scope.captures(table))) {
        Optional<TableFacts> facts = source.describe(table);
        if (facts.isEmpty()) {
          dropped(table);
        } else if (whyNot(facts.get()).isEmpty()) {
          source.provision(List.of(table));
          channels.put(table, made(facts.get()));
          ready.add(table);
        }
      }
    }
    return ready;
  }

  /** A table was dropped; one of the same name may be made later. */
  void dropped(TableName table) {
    source.gone(table);
    gone.remove(table);
    leftOut.remove(table);
    dropped.add(table);
    refusedNow.remove(table);
    if (isAbandoned(table)) {
      // What its topic holds is no longer true: one made anew under the name starts there, too.
      announced.remove(table);
      takenUp(table);
    }
    if (channels.getOrDefault(table, Optional.empty()).isEmpty()) {
      channels.remove(table);
    }
  }

  /** Gives one table up; kept with the position, since what follows in the log is not read. */
  void refuse(TableName table, LockstepException why) {
    channels.put(table, Optional.empty());
    abandoned.add(table);
    refusedNow.add(table);
    if (why instanceof RowTooLargeException large) {
      tooLarge.merge(table, large.bytes(), Math::max);
    }
    failedNow.add(table);
    source.refused(table, LockstepException.messageOf(why), why.remedy());
  }

  /** Tables given up while they were followed. */
  Set<TableName> abandoned() {
    return Set.copyOf(abandoned);
  }

  /** Tables that were given up in an earlier run of this epoch. */
  public void abandonedBefore(Collection<TableName> tables) {
    abandoned.addAll(tables);
  }

  boolean isAbandoned(TableName table) {
    return abandoned.contains(table);
  }

  /** A table that was given up is captured again. */
  void takenUp(TableName table) {
    abandoned.remove(table);
    failedNow.remove(table);
    tooLarge.remove(table);
  }

  static LockstepException keyless(String endpoint, TableName table) {
    return new LockstepException(
        LockstepException.Category.DATA,
        "Table %s of endpoint %s has no primary key: its rows cannot be told apart."
            .formatted(table, endpoint),
        "Add a primary key to %s, or exclude it from the flow.".formatted(table));
  }

  private Optional<TableChannel> made(TableFacts table) {
    TableName name = table.name();
    if (isLeftOut(table)) {
      leftOut.add(name);
      source.leftOut(name, table.refusal().orElseThrow().message());
      return Optional.empty();
    }
    leftOut.remove(name);
    Optional<LockstepException> whyNot = whyNot(table);
    if (whyNot.isPresent()) {
      LockstepException why = whyNot.get();
      source.refused(name, LockstepException.messageOf(why), why.remedy());
      refusedNow.add(name);
      return Optional.empty();
    }
    refusedNow.remove(name);
    source.accepted(table);
    return Optional.of(
        new TableChannel(scope.endpoint(), new ChangeTopic(scope.endpoint(), name).name(), table));
  }

  private static boolean isLeftOut(TableFacts table) {
    return table.refusal().filter(refusal -> !refusal.isTrouble()).isPresent();
  }

  private Optional<LockstepException> whyNot(TableFacts table) {
    if (table.refusal().isPresent()) {
      Refusal refusal = table.refusal().get();
      return Optional.of(
          new LockstepException(
              LockstepException.Category.DATA, refusal.message(), refusal.remedy()));
    }
    if (!table.hasPrimaryKey()) {
      return Optional.of(keyless(scope.endpoint(), table.name()));
    }
    try {
      TableSchema.of(scope.endpoint(), table);
      return Optional.empty();
    } catch (LockstepException e) {
      return Optional.of(e);
    }
  }
}
