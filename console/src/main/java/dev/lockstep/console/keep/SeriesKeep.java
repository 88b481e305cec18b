package dev.lockstep.console.keep;

import dev.lockstep.console.fact.Entry;
import dev.lockstep.console.fact.SeriesKind;
import dev.lockstep.console.fact.SeriesList;
import dev.lockstep.console.fact.SeriesList.Series;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The newest windows of every series. A window that is stated again replaces what was said of it;
 * one older than the newest known is late news of the past and is dropped.
 *
 * <p>That a series has ended is not told to pages: it ends with the table it is of, without which
 * they do not draw it.
 */
final class SeriesKeep<T extends SpecificRecord> implements Keep {

  private static final class Track<T> {
    final Deque<Entry<T>> points = new ArrayDeque<>();
    @Nullable Series<T> shown;
  }

  private final SeriesKind<T> kind;
  private final Revisions revisions;
  private final Map<String, Track<T>> tracks = new LinkedHashMap<>();

  SeriesKeep(SeriesKind<T> kind, Revisions revisions) {
    this.kind = kind;
    this.revisions = revisions;
  }

  @Override
  public void said(SpecificRecord fact) {
    add(kind.type().cast(fact));
  }

  private void add(T fact) {
    String id = kind.id(fact);
    Track<T> track = tracks.get(id);
    if (track == null) {
      if (tracks.size() >= kind.mostSeries()) {
        return;
      }
      track = new Track<>();
      tracks.put(id, track);
    }
    Entry<T> newest = track.points.peekLast();
    if (newest != null) {
      int order = kind.start(fact).compareTo(kind.start(newest.fact()));
      if (order < 0) {
        return;
      }
      if (order == 0) {
        track.points.removeLast();
      }
    }
    track.points.addLast(new Entry<>(id, revisions.next(), fact));
    while (track.points.size() > kind.mostPointsOfEach(tracks.size())) {
      track.points.removeFirst();
    }
    track.shown = null;
  }

  @Override
  public void ended(String topic, SpecificRecord key) {
    kind.endedBy(topic, key).ifPresent(tracks::remove);
  }

  @Override
  public SeriesList<T> picture() {
    return new SeriesList<>(
        tracks.entrySet().stream().map(track -> shown(track.getKey(), track.getValue())).toList());
  }

  private static <T> Series<T> shown(String id, Track<T> track) {
    Series<T> shown = track.shown;
    if (shown == null) {
      shown = new Series<>(id, List.copyOf(track.points));
      track.shown = shown;
    }
    return shown;
  }
}
