package dev.lockstep.producers.source.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.MariadbGtidEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import dev.lockstep.producers.source.mariadb.MariaDbDialect;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExactRowsTest {

  @Test
  void keepsTheTablesOfOneTransactionHoweverOftenTheServerOpensThemAnew() {
    ExactRows rows = new ExactRows(new MariaDbDialect(List::of));
    for (int number = 0; number < 10_000; number += 2) {
      rows.onEvent(event(EventType.MARIADB_GTID, new MariadbGtidEventData()));
      rows.onEvent(table(number));
      rows.onEvent(table(number + 1));
      assertThat(rows.size()).isEqualTo(2);
    }
  }

  private static Event table(long number) {
    TableMapEventData table = new TableMapEventData();
    table.setTableId(number);
    return event(EventType.TABLE_MAP, table);
  }

  private static Event event(EventType type, EventData data) {
    EventHeaderV4 header = new EventHeaderV4();
    header.setEventType(type);
    return new Event(header, data);
  }
}
