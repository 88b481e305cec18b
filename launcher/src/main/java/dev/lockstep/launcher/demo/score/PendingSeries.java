package dev.lockstep.launcher.demo.score;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How many changes were on their way, second by second, for the last while. It tells whether a rate
 * is kept up with: then what is pending neither grows nor shrinks.
 */
public final class PendingSeries {

  private static final int MOST = 600;

  /** Changes pending at a moment of a run. */
  public record Point(double seconds, long changes, long pending) {}

  private final Deque<Point> points = new ArrayDeque<>();

  /** Adds the newest point; the oldest goes when there are too many. */
  public synchronized void add(double seconds, long changes, long pending) {
    points.add(new Point(seconds, changes, pending));
    if (points.size() > MOST) {
      points.remove();
    }
  }

  public synchronized List<Point> points() {
    return List.copyOf(points);
  }

  /** By how many changes a second the pending ones grew over the last seconds; least squares. */
  public double growthPerSecond(double lastSeconds) {
    return slope(lastSeconds, Point::pending);
  }

  /** How many changes were made a second over the last seconds; least squares. */
  public double changesPerSecond(double lastSeconds) {
    return slope(lastSeconds, Point::changes);
  }

  /** How much of the last seconds there are points of. */
  public synchronized double covered(double lastSeconds) {
    Point oldest = points.peekFirst();
    Point newest = points.peekLast();
    return oldest == null || newest == null
        ? 0
        : Math.min(lastSeconds, newest.seconds() - oldest.seconds());
  }

  /** Forgets what was so far, when from now on the rate is another. */
  public synchronized void restart() {
    points.clear();
  }

  private synchronized double slope(double lastSeconds, ToDoubleFunction<Point> figure) {
    Point newest = points.peekLast();
    if (newest == null) {
      return 0;
    }
    List<Point> window =
        points.stream().filter(point -> point.seconds() >= newest.seconds() - lastSeconds).toList();
    double meanX = window.stream().mapToDouble(Point::seconds).average().orElse(0);
    double meanY = window.stream().mapToDouble(figure).average().orElse(0);
    double covariance = 0;
    double variance = 0;
    for (Point point : window) {
      covariance += (point.seconds() - meanX) * (figure.applyAsDouble(point) - meanY);
      variance += (point.seconds() - meanX) * (point.seconds() - meanX);
    }
    return variance == 0 ? 0 : covariance / variance;
  }
}
