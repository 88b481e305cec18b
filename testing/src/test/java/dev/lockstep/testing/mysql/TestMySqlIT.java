package dev.lockstep.testing.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.embedded.server.DatabaseServer;
import dev.lockstep.embedded.server.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Skipped, and so told of at the end of all tests, where no MySQL server can be had. */
class TestMySqlIT {

  @TempDir Path directory;

  @Test
  void bothAccountsOfWhateverServerThereIsLogIn() throws Exception {
    String lacking = TestMySql.lacking().orElse("");
    assumeTrue(lacking.isEmpty(), lacking);
    try (DatabaseServer server = TestMySql.start(Settings.of(directory, 23));
        Connection admin = server.adminConnection("");
        Connection user = server.connection("")) {
      assertThat(value(admin, "SELECT VERSION()")).doesNotContain("MariaDB");
      assertThat(value(user, "SELECT @@binlog_format")).isEqualTo("ROW");
    }
  }

  private static String value(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "";
    }
  }
}
