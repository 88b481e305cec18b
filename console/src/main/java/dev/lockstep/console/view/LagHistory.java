package dev.lockstep.console.view;

import dev.lockstep.schema.event.TableLag;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest lag windows of every table. A window that is stated again replaces what was said of
 * it; one older than the newest known is late news of the past and is dropped. Not thread-safe.
 */
final class LagHistory {

  private static final class Track {
    final String flow;
    final String table;
    final Deque<LagPoint> points = new ArrayDeque<>();
    @Nullable LagSeries shown;

    Track(String flow, String table) {
      this.flow = flow;
      this.table = table;
    }
  }

  private final ViewBounds bounds;
  private final Map<String, Track> tracks = new LinkedHashMap<>();

  LagHistory(ViewBounds bounds) {
    this.bounds = bounds;
  }

  void add(long revision, TableLag lag) {
    String id = ConsoleView.tableId(lag.getFlow(), lag.getTable());
    Track track = tracks.get(id);
    if (track == null) {
      if (tracks.size() >= bounds.tables()) {
        return;
      }
      track = new Track(lag.getFlow(), lag.getTable());
      tracks.put(id, track);
    }
    LagPoint newest = track.points.peekLast();
    if (newest != null) {
      int order = lag.getWindowStart().compareTo(newest.lag().getWindowStart());
      if (order < 0) {
        return;
      }
      if (order == 0) {
        track.points.removeLast();
      }
    }
    track.points.addLast(new LagPoint(revision, lag));
    while (track.points.size() > bounds.lagPointsOfEach(tracks.size())) {
      track.points.removeFirst();
    }
    track.shown = null;
  }

  void remove(String tableId) {
    tracks.remove(tableId);
  }

  List<LagSeries> series() {
    List<LagSeries> all = new ArrayList<>(tracks.size());
    for (Track track : tracks.values()) {
      LagSeries shown = track.shown;
      if (shown == null) {
        shown = new LagSeries(track.flow, track.table, List.copyOf(track.points));
        track.shown = shown;
      }
      all.add(shown);
    }
    return List.copyOf(all);
  }
}
