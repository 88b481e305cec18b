package dev.lockstep.producers.source.mysql;

import com.github.shyiko.mysql.binlog.GtidSet;
import dev.lockstep.producers.source.event.LogPlace;
import dev.lockstep.producers.source.event.TransactionSet;
import io.debezium.connector.mysql.gtid.MySqlGtidSet;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Transactions by their ids, as in {@code 3e11fa47-…:1-5:8}, or, on a server that gives them none,
 * by the place at which each starts, as the connector writes it.
 */
public final class MySqlTransactions implements TransactionSet {

  private static final Pattern PLACE = Pattern.compile("file=(.+),pos=(-?\\d+)");
  private static final Pattern IDS = Pattern.compile("[0-9a-fA-F-]{36}:[0-9,:\\-\\sa-fA-F]+");

  private GtidSet ids = new GtidSet("");
  private LogPlace place = LogPlace.START;

  /** The name of a transaction without an id. */
  static String named(LogPlace start) {
    return "file=%s,pos=%d".formatted(start.file(), start.position());
  }

  static Optional<LogPlace> placeOf(String transaction) {
    Matcher named = PLACE.matcher(transaction);
    return named.matches()
        ? Optional.of(new LogPlace(named.group(1), Long.parseLong(named.group(2))))
        : Optional.empty();
  }

  @Override
  public void add(String transactions) {
    Optional<LogPlace> start = placeOf(transactions);
    if (start.isPresent()) {
      place = place.isBefore(start.get()) ? start.get() : place;
    } else if (IDS.matcher(transactions).matches()) {
      addIds(transactions);
    }
  }

  private void addIds(String transactions) {
    if (transactions.indexOf(',') < 0
        && transactions.lastIndexOf('-') < transactions.indexOf(':')) {
      ids.add(transactions);
      return;
    }
    GtidSet more = new GtidSet(transactions);
    if (ids.isContainedWithin(more)) {
      ids = more;
    } else if (!more.isContainedWithin(ids)) {
      ids =
          new GtidSet(
              new MySqlGtidSet(ids.toString()).with(new MySqlGtidSet(transactions)).toString());
    }
  }

  @Override
  public boolean reaches(String transactions) {
    Optional<LogPlace> end = placeOf(transactions);
    return end.isPresent()
        ? !place.isBefore(end.get())
        : IDS.matcher(transactions).matches() && new GtidSet(transactions).isContainedWithin(ids);
  }
}
