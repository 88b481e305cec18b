package dev.lockstep.producers.source.binlog;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import dev.lockstep.producers.source.binlog.table.DirectRows;
import dev.lockstep.producers.source.connect.ConnectShapes;
import dev.lockstep.schema.topic.TableName;
import java.util.Collection;
import org.apache.kafka.connect.source.SourceTask;

/** A binlog connector's task, as far as it shows what it reads by. */
public interface BinlogTask {

  SourceTask task();

  /** The log client of the started task, long before it connects. */
  BinaryLogClient logClient();

  /** Whether the definitions of tables have been read, and the log is. */
  boolean isStreaming();

  /** To be called once it streams: spares it work for figures that nobody reads. */
  void keepNoFigures();

  /** The tables that the connector knows. */
  Collection<TableName> tables();

  /** A connection that reads tables with the definitions that the started task has of them. */
  DirectRows directRows(ConnectShapes shapes);
}
