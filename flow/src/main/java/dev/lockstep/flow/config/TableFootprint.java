package dev.lockstep.flow.config;

import dev.lockstep.flow.Flow;
import dev.lockstep.flow.TablePattern;
import dev.lockstep.flow.TableRename;
import dev.lockstep.schema.topic.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a flow may read and write, before any table is known.
 *
 * <p>Between flows it is careful: it may say that they meet where in fact they do not, never the
 * reverse. Within a flow it speaks of tables named outright only; the others are checked by {@link
 * Flow#clashes(Collection)} once they are known.
 */
record TableFootprint(Flow flow, List<Route> routes) {

  /** Tables that match {@code from} arrive as tables that match {@code to}. */
  record Route(TablePattern from, TablePattern to) {}

  static TableFootprint of(Flow flow) {
    List<Route> routes = new ArrayList<>();
    for (TableRename rename : flow.renames()) {
      if (flow.tables().include().stream().anyMatch(rename.from()::overlaps)) {
        routes.add(new Route(rename.from(), rename.to()));
      }
    }
    for (TablePattern include : flow.tables().include()) {
      if (flow.renames().stream().noneMatch(rename -> covers(rename.from(), include))) {
        routes.add(new Route(include, include));
      }
    }
    return new TableFootprint(flow, List.copyOf(routes));
  }

  /** Target tables that several tables named outright would arrive as. */
  Map<TableName, List<TableName>> clashes() {
    Stream<TablePattern> renamed = flow.renames().stream().map(TableRename::from);
    List<TableName> named =
        Stream.concat(renamed, flow.tables().include().stream())
            .filter(TablePattern::isExact)
            .map(pattern -> new TableName(pattern.schema(), pattern.table()))
            .toList();
    return flow.clashes(named);
  }

  boolean readsWhatItWrites() {
    return writesWhatIsReadBy(this);
  }

  boolean writesWhatIsReadBy(TableFootprint other) {
    return routes.stream()
        .anyMatch(mine -> other.routes.stream().anyMatch(its -> other.mayRead(mine.to, its.from)));
  }

  boolean writesWhatIsWrittenBy(TableFootprint other) {
    return routes.stream()
        .anyMatch(mine -> other.routes.stream().anyMatch(its -> mine.to.overlaps(its.to)));
  }

  private boolean mayRead(TablePattern written, TablePattern read) {
    return read.overlaps(written)
        && flow.tables().exclude().stream().noneMatch(pattern -> covers(pattern, written));
  }

  /**
   * Whether the outer pattern matches all that the inner one does, as far as that is easy to tell.
   */
  private static boolean covers(TablePattern outer, TablePattern inner) {
    return outer.equals(inner)
        || inner.isExact() && outer.matches(new TableName(inner.schema(), inner.table()))
        || TableRename.isSchema(outer) && outer.schema().equals(inner.schema());
  }
}
