package dev.lockstep.sink.harness;

import dev.lockstep.embedded.Ports;
import dev.lockstep.embedded.mariadb.EmbeddedMariaDb;
import dev.lockstep.embedded.server.DatabaseServer;
import dev.lockstep.embedded.server.EmbeddedServer;
import dev.lockstep.embedded.server.Settings;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.Secret;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.flow.SslMode;
import dev.lockstep.testing.mysql.TestMySql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A server of each kind to apply to, for all tests of this JVM; started by the first that asks. */
public enum TestTarget {
  MARIADB(EndpointType.MARIADB, 21) {
    @Override
    DatabaseServer start(Settings settings) {
      return EmbeddedMariaDb.start(settings);
    }

    @Override
    public Optional<String> lacking() {
      return Optional.empty();
    }
  },

  MYSQL(EndpointType.MYSQL, 22) {
    @Override
    DatabaseServer start(Settings settings) {
      return TestMySql.start(settings);
    }

    @Override
    public Optional<String> lacking() {
      return TestMySql.lacking();
    }
  };

  private final EndpointType type;
  private final int serverId;
  private Settings settings;
  private DatabaseServer server;

  TestTarget(EndpointType type, int serverId) {
    this.type = type;
    this.serverId = serverId;
  }

  abstract DatabaseServer start(Settings settings);

  /** Why there is none here; empty when there is one. */
  public abstract Optional<String> lacking();

  public synchronized DatabaseServer server() {
    if (server == null) {
      Path directory = TestServers.directory().resolve(type.label());
      settings = Settings.of(directory, serverId).withPort(Ports.free());
      server = start(settings);
    }
    return server;
  }

  /** As in what is said of an endpoint. */
  public String label() {
    return type.label();
  }

  /** Whether it is a child of this process. */
  public boolean canBeKilled() {
    return server() instanceof EmbeddedServer;
  }

  /** SIGKILL. */
  public synchronized void kill() {
    ((EmbeddedServer) server()).kill();
  }

  /** On the same data and port. */
  public synchronized void startAgain() {
    server = start(settings);
  }

  synchronized void stop() {
    if (server instanceof EmbeddedServer own) {
      own.kill();
    } else if (server != null) {
      server.close();
    }
  }

  public ServerEndpoint endpoint() {
    return endpoint(server().user(), server().password());
  }

  public ServerEndpoint endpoint(String user, String password) {
    return new ServerEndpoint(
        "target",
        type,
        server().host(),
        server().port(),
        user,
        Secret.of(password),
        SslMode.DISABLE,
        Map.of(),
        OptionalLong.empty());
  }

  /** Runs statements with every privilege. */
  public void execute(String... statements) {
    try (Connection connection = server().adminConnection("");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The result as lines of text, columns separated by {@code |}. */
  public List<String> query(String sql) {
    try (Connection connection = server().adminConnection("");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      int width = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= width; i++) {
          values.add(rows.getString(i));
        }
        lines.add(String.join("|", values.stream().map(String::valueOf).toList()));
      }
      return lines;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
