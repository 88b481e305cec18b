package dev.lockstep.streams;

import static dev.lockstep.streams.PipedTopology.SOURCE;
import static dev.lockstep.streams.PipedTopology.TARGET;

import dev.lockstep.schema.event.MarkerKind;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.topic.Topics;
import dev.lockstep.streams.ChangeBytes.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A topology of the test driver with the steps that its tests share. */
abstract class PipedTables {

  @TempDir Path stateDirectory;
  private final Map<String, TableStatus> newest = new HashMap<>();
  PipedTopology piped;

  @BeforeEach
  void open() {
    piped = new PipedTopology(stateDirectory, UUID.randomUUID().toString(), 100);
  }

  @AfterEach
  void close() {
    piped.close();
  }

  /** Snapshots of both sides with these rows; returns the offset of the first source row. */
  long load(String table, Row... rows) {
    piped.barrier(SOURCE, table, "s");
    long first = -1;
    for (Row row : rows) {
      long offset = piped.change(SOURCE, table, "r", null, row);
      first = first < 0 ? offset : first;
    }
    long end = piped.barrier(SOURCE, table, "e");
    piped.barrier(TARGET, table, "s");
    piped.barrier(TARGET, table, "e");
    for (Row row : rows) {
      piped.change(TARGET, table, "c", null, row);
    }
    piped.marker(MarkerKind.OWN, List.of(table), Map.of(table, end));
    return first;
  }

  void foreign(String table, String op, Row before, Row after) {
    piped.change(TARGET, table, op, before, after);
    piped.marker(MarkerKind.FOREIGN, List.of(table), Map.of());
  }

  void pass() {
    piped.pass(Duration.ofSeconds(1));
    piped.pass(Duration.ofSeconds(1));
  }

  List<Verdict> verdicts() {
    return piped.read(Topics.VERDICTS.name());
  }

  Map<String, TableStatus> statuses() {
    piped
        .<TableStatus>read(Topics.TABLE_STATUS.name())
        .forEach(status -> newest.put(status.getTable(), status));
    return newest;
  }

  TableStatus newestStatus(String table) {
    return statuses().get("db." + table);
  }
}
