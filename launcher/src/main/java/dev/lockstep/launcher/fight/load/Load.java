package dev.lockstep.launcher.fight.load;

import dev.lockstep.launcher.demo.shop.Login;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several connections that write at random to the source until closed. One whose statement fails
 * rolls back and goes on; one whose server is gone connects again, for as long as it takes.
 */
public final class Load implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Load.class);
  private static final int WRITERS = 3;
  private static final int MOST_PAUSE_MILLIS = 60;
  private static final int RECONNECT_MILLIS = 300;
  private static final Duration END_WITHIN = Duration.ofSeconds(30);

  private final Login source;
  private final List<TableSpec> loaded;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong statements = new AtomicLong();
  private volatile boolean closing;

  private Load(Login source, List<TableSpec> loaded) {
    this.source = source;
    this.loaded = loaded;
  }

  /** Starts writing. */
  public static Load start(Login source, Tables tables, long seed) {
    Load load = new Load(source, tables.loaded());
    for (int writer = 0; writer < WRITERS; writer++) {
      Random random = new Random(seed * 31 + writer);
      load.threads.add(
          Thread.ofPlatform()
              .name("lockstep-fight-load-" + writer)
              .daemon()
              .start(() -> load.run(random)));
    }
    return load;
  }

  /** Statements that were committed. */
  public long statements() {
    return statements.get();
  }

  private void run(Random random) {
    try {
      while (!closing) {
        try (Connection connection = source.connect()) {
          connection.setAutoCommit(false);
          write(connection, random);
        } catch (SQLException e) {
          LOG.debug("The source is gone for a moment: {}", e.getMessage());
          Thread.sleep(RECONNECT_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Connection connection, Random random)
      throws SQLException, InterruptedException {
    while (!closing) {
      try (Statement statement = connection.createStatement()) {
        int done = transaction(statement, random);
        if (random.nextInt(12) == 0) {
          connection.rollback();
        } else {
          connection.commit();
          statements.addAndGet(done);
        }
      } catch (SQLException e) {
        if (!connection.isValid(2)) {
          throw e;
        }
        connection.rollback();
      }
      Thread.sleep(random.nextInt(MOST_PAUSE_MILLIS));
    }
  }

  private int transaction(Statement statement, Random random) throws SQLException {
    if (random.nextInt(40) == 0) {
      return emptied(statement, random);
    }
    int count = random.nextInt(15) == 0 ? 40 : 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      statement.executeUpdate(sql(random));
    }
    return count;
  }

  private String sql(Random random) {
    TableSpec table = table(random);
    Statements statements = new Statements(table, random);
    int row = row(table, random);
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4, 5, 6 -> statements.put(IntStream.of(row));
      case 7, 8 -> {
        int most = table.name().equals("large") ? 2 : 60;
        yield statements.put(
            IntStream.range(row, Math.min(table.rows(), row + 1 + random.nextInt(most))));
      }
      case 9, 10, 11, 12, 13 -> statements.update(row);
      case 14, 15 -> statements.rekey(row, row(table, random));
      case 16 -> statements.updateRange(row, 1 + random.nextInt(100));
      default -> statements.delete(row);
    };
  }

  private TableSpec table(Random random) {
    List<TableSpec> tables = random.nextInt(6) == 0 ? Tables.MORPHING : loaded;
    return tables.get(random.nextInt(tables.size()));
  }

  private static int row(TableSpec table, Random random) {
    return TableSpec.COLD + random.nextInt(table.rows() - TableSpec.COLD);
  }

  /** A table that is empty again and again. TRUNCATE commits by itself. */
  private static int emptied(Statement statement, Random random) throws SQLException {
    String table = TableSpec.SCHEMA + "." + Tables.EMPTIED;
    if (random.nextInt(4) == 0) {
      statement.executeUpdate("TRUNCATE TABLE " + table);
    } else {
      statement.executeUpdate(
          "INSERT IGNORE INTO %s VALUES (%d, 'x')".formatted(table, random.nextInt(1000)));
    }
    return 1;
  }

  @Override
  public void close() throws InterruptedException {
    closing = true;
    for (Thread thread : threads) {
      if (!thread.join(END_WITHIN)) {
        thread.interrupt();
        thread.join(END_WITHIN);
      }
    }
  }
}
