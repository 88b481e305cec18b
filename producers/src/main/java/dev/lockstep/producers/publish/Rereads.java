package dev.lockstep.producers.publish;

import dev.lockstep.schema.event.PendingReread;
import dev.lockstep.schema.topic.TableName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tables that are to be read anew while the log is followed: one at a time, in the order in
 * which they were asked for. All of it is kept with the position until the end of a table's reading
 * is published, so that a crash in between only starts it again; none is begun without being
 * written down.
 */
final class Rereads {

  private final List<PendingReread> pending;

  /** Those of them of which nothing is published until they start; asked for with each row. */
  private Set<TableName> silent = Set.of();

  private boolean readingAll;
  private @Nullable Rereading current;
  private boolean changed;

  Rereads(List<PendingReread> kept) {
    this.pending = new ArrayList<>(kept);
    notePending();
  }

  private void notePending() {
    silent =
        pending.stream()
            .filter(PendingReread::getSilent)
            .map(entry -> TableName.parse(entry.getTable()))
            .collect(Collectors.toUnmodifiableSet());
    readingAll = pending.stream().anyMatch(PendingReread::getWhole);
  }

  /** Whether all tables of the endpoint are being read, and that is not over. */
  boolean isReadingAll() {
    return readingAll;
  }

  private void changed() {
    changed = true;
    notePending();
  }

  List<PendingReread> pending() {
    return List.copyOf(pending);
  }

  /** Whether something is to be written down that is not. */
  boolean isChanged() {
    return changed;
  }

  void saved() {
    changed = false;
  }

  Optional<Rereading> current() {
    return Optional.ofNullable(current);
  }

  /** The reading under way, if it is of this table. */
  @Nullable Rereading of(TableName table) {
    Rereading reading = current;
    return reading != null && reading.table().equals(table) ? reading : null;
  }

  /** Whether a table is being read, or waits to be. */
  boolean isPending(TableName table) {
    return pending.stream().anyMatch(entry -> entry.getTable().equals(table.toString()));
  }

  /** Whether changes of a table are not published for now: all of it will be read later. */
  boolean isSilent(TableName table) {
    return silent.contains(table) && of(table) == null;
  }

  /**
   * Rows of a table are no longer what was published of it. A reading of it that is under way is
   * given up: what it has read may be from before.
   */
  void needed(NeededReread needed) {
    if (of(needed.table()) != null) {
      current = null;
    }
    add(needed, Optional.empty());
  }

  /** Somebody asks for a table to be read: from its beginning, though it is being read. */
  void requested(TableName table, String reason, String request) {
    add(new NeededReread(table, reason, false, false), Optional.of(request));
  }

  boolean isRequested(String request) {
    return pending.stream().anyMatch(entry -> entry.getRequests().contains(request));
  }

  private void add(NeededReread needed, Optional<String> request) {
    String table = needed.table().toString();
    for (int i = 0; i < pending.size(); i++) {
      PendingReread entry = pending.get(i);
      boolean started = current != null && current.entry() == entry;
      if (entry.getTable().equals(table) && !started) {
        Set<String> requests = new LinkedHashSet<>(entry.getRequests());
        request.ifPresent(requests::add);
        pending.set(
            i,
            new PendingReread(
                table,
                request.isPresent() ? entry.getReason() : needed.reason(),
                List.copyOf(requests),
                entry.getSilent() || needed.silent(),
                entry.getUnknown() || needed.unknown(),
                entry.getWhole() || needed.whole()));
        changed();
        return;
      }
    }
    pending.add(
        new PendingReread(
            table,
            needed.reason(),
            request.map(List::of).orElse(List.of()),
            needed.silent(),
            needed.unknown(),
            needed.whole()));
    changed();
  }

  /** The next one that can be read. */
  Optional<PendingReread> next(Predicate<TableName> readable) {
    return pending.stream()
        .filter(entry -> !entry.getUnknown() && readable.test(TableName.parse(entry.getTable())))
        .findFirst();
  }

  Rereading start(PendingReread entry) {
    Rereading reading = new Rereading(entry);
    current = reading;
    return reading;
  }

  /** Begins again from the start. */
  void restart() {
    current = null;
  }

  /** The log's reader has a definition of a table now. */
  void known(TableName table) {
    pending.replaceAll(
        entry ->
            entry.getTable().equals(table.toString())
                ? PendingReread.newBuilder(entry).setUnknown(false).build()
                : entry);
    changed();
  }

  /** The reading under way has reached its end. */
  PendingReread end() {
    PendingReread entry = java.util.Objects.requireNonNull(current).entry();
    pending.remove(entry);
    current = null;
    changed();
    return entry;
  }

  /** Nothing of a table is to be read any more; returns what was waiting for that. */
  List<PendingReread> forget(TableName table) {
    List<PendingReread> forgotten =
        pending.stream().filter(entry -> entry.getTable().equals(table.toString())).toList();
    if (!forgotten.isEmpty()) {
      pending.removeAll(forgotten);
      changed();
    }
    if (of(table) != null) {
      current = null;
    }
    return forgotten;
  }
}
