package dev.lockstep.console.fact;

import java.util.List;

/** The series of one kind of fact, by id. */
public record SeriesList<T>(List<Series<T>> all) implements Picture {

  public SeriesList {
    all = List.copyOf(all);
  }

  /** The windows of one, oldest first; none where nothing was said. */
  public List<Entry<T>> points(String id) {
    return all.stream()
        .filter(series -> series.id().equals(id))
        .findFirst()
        .map(Series::points)
        .orElse(List.of());
  }

  /** The newest windows of one id, oldest first and at least one. */
  public record Series<T>(String id, List<Entry<T>> points) {

    public Series {
      points = List.copyOf(points);
    }

    public T newest() {
      return points.getLast().fact();
    }
  }
}
