package dev.lockstep.producers.reread;

import dev.lockstep.engine.mariadb.MariaDbServer;
import dev.lockstep.engine.mariadb.MariaDbSql;
import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.producers.debezium.TableDefinitions;
import dev.lockstep.producers.publish.ChangePublisher;
import dev.lockstep.producers.source.LogPlace;
import dev.lockstep.producers.source.ResumePoint;
import dev.lockstep.schema.event.PendingReread;
import dev.lockstep.schema.topic.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets tables into the log's reading that it passed over so far: those newly configured, those that
 * were refused or given up, those that were made in a way that the connector did not notice. It
 * must know how they are defined at the place from which it reads them. So it goes on without them
 * until it has read the log as far as it was when their definitions were looked at; if these are
 * still the same they hold at the place reached, are added to the connector's history there, and it
 * starts anew from there with these tables among the others. Belongs to the capture's thread.
 */
public final class TakeUp {

  private static final Logger LOG = LoggerFactory.getLogger(TakeUp.class);
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(5);
  private static final int NO_SUCH_TABLE = 1146;
  private static final int NO_SUCH_SCHEMA = 1049;
  private static final int NOT_A_TABLE = 1347;

  private record Looked(Map<TableName, String> definitions, LogPlace end) {}

  private final Endpoint endpoint;
  private final ChangePublisher publisher;
  private final Map<String, String> connector;
  private Optional<Looked> looked = Optional.empty();
  private long lookedNanos;

  /**
   * @param connector its properties, of the run that passes over the tables
   */
  public TakeUp(Endpoint endpoint, ChangePublisher publisher, Map<String, String> connector) {
    this.endpoint = endpoint;
    this.publisher = publisher;
    this.connector = Map.copyOf(connector);
    this.lookedNanos = System.nanoTime() - AGAIN_AFTER.toNanos();
  }

  /**
   * One turn.
   *
   * @param place all of the log before it has been published
   * @return whether the connector is to be started anew, to read more tables
   */
  public boolean step(LogPlace place) {
    if (publisher.rereads().pending().stream().noneMatch(PendingReread::getUnknown)) {
      looked = Optional.empty();
      return false;
    }
    if (looked.isPresent()) {
      return !place.isBefore(looked.get().end()) && takeUp(looked.get());
    }
    if (System.nanoTime() - lookedNanos >= AGAIN_AFTER.toNanos()) {
      lookedNanos = System.nanoTime();
      Looked now = look();
      looked = now.definitions().isEmpty() ? Optional.empty() : Optional.of(now);
    }
    return false;
  }

  private boolean takeUp(Looked before) {
    Looked now = look();
    if (!now.definitions().equals(before.definitions())) {
      looked = now.definitions().isEmpty() ? Optional.empty() : Optional.of(now);
      return false;
    }
    Optional<ResumePoint> point = publisher.resumePoint();
    if (point.isEmpty()) {
      return false;
    }
    TableDefinitions.add(connector, point.get(), now.definitions());
    publisher.rereads().known(now.definitions().keySet());
    LOG.info(
        "Endpoint {}: the log is read for more tables: {}",
        endpoint.name(),
        now.definitions().keySet());
    return true;
  }

  /** Definitions first, so that they were made before the log's end that is seen then. */
  private Looked look() {
    Map<TableName, String> definitions = new HashMap<>();
    try (Connection connection = MariaDbServer.open(endpoint)) {
      for (PendingReread entry : publisher.rereads().pending()) {
        TableName table = TableName.parse(entry.getTable());
        if (entry.getUnknown()) {
          definition(connection, table).ifPresent(text -> definitions.put(table, text));
        }
      }
      return new Looked(Map.copyOf(definitions), LogPosition.end(connection));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<String> definition(Connection connection, TableName table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SHOW CREATE TABLE " + MariaDbSql.name(table))) {
      if (!result.next()) {
        return Optional.empty();
      }
      String text = result.getString(2);
      TableDefinitions.check(table, text);
      return Optional.of(text);
    } catch (LockstepException e) {
      publisher.rereads().refuse(table, e);
      return Optional.empty();
    } catch (SQLException e) {
      if (e.getErrorCode() == NO_SUCH_TABLE
          || e.getErrorCode() == NO_SUCH_SCHEMA
          || e.getErrorCode() == NOT_A_TABLE) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
