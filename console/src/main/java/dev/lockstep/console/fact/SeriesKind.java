package dev.lockstep.console.fact;

import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;

/**
 * Facts about windows of time, kept as a series for each id. Sent as rows of numbers, as they come
 * in thousands; the page's store knows the columns.
 *
 * @param <T> the record that states one window
 */
public non-sealed interface SeriesKind<T extends SpecificRecord>
    extends FactKind<T, SeriesList<T>> {

  /** How many series are kept; no further one is begun. */
  int mostSeries();

  /** How many windows are kept of one series when there are so many. */
  int mostPointsOfEach(int series);

  /** When the window begins. */
  Instant start(T fact);

  /** The numbers that are sent, the beginning of the window first. */
  long[] row(T fact);
}
