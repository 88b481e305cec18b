package dev.lockstep.producers.source.connect;

import dev.lockstep.schema.topic.TableName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** The shapes of tables in one run of a connector: the newest of each. Any thread. */
public final class ConnectShapes {

  private final Map<TableName, ConnectShape> newest = new ConcurrentHashMap<>();

  /**
   * @param row schema of a row's image
   * @param key schema of its key; null without one
   */
  public ConnectShape of(TableName table, Schema row, @Nullable Schema key) {
    ConnectShape known = newest.get(table);
    return known != null && known.isOf(row, key)
        ? known
        : newest.compute(
            table,
            (name, last) ->
                last != null && last.isOf(row, key) ? last : new ConnectShape(row, key));
  }
}
