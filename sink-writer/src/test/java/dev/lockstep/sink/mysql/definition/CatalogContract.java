package dev.lockstep.sink.mysql.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.schema.topic.TableName;
import dev.lockstep.sink.harness.TestTarget;
import dev.lockstep.sink.mysql.dialect.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is read of definitions, whichever server has them. */
abstract class CatalogContract {

  private static final TableName TABLE = new TableName("catalog_contract", "t");

  private final TestTarget target;
  private final Dialect dialect;
  private Connection connection;

  CatalogContract(TestTarget target, Dialect dialect) {
    this.target = target;
    this.dialect = dialect;
  }

  /** A unique key that no column makes up alone. */
  abstract String computedKey();

  @BeforeEach
  void make() throws SQLException {
    String lacking = target.lacking().orElse("");
    assumeTrue(lacking.isEmpty(), lacking);
    target.execute(
        "DROP DATABASE IF EXISTS catalog_contract",
        "CREATE DATABASE catalog_contract",
        "CREATE TABLE catalog_contract.t (id INT NOT NULL PRIMARY KEY,"
            + " name VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_german2_ci"
            + " NOT NULL DEFAULT 'it''s', size DECIMAL(8,3) DEFAULT 1.5, plain INT,"
            + " at DATETIME DEFAULT CURRENT_TIMESTAMP,"
            + " twice INT AS (id * 2) VIRTUAL, thrice INT AS (id * 3) STORED,"
            + " UNIQUE KEY beginning (name(3)), UNIQUE KEY nullable (plain), "
            + computedKey()
            + ")");
    connection = dialect.connect(target.endpoint());
  }

  @AfterEach
  void close() throws SQLException {
    if (connection != null) {
      connection.close();
    }
  }

  private Catalog catalog() {
    return new Catalog(connection, dialect);
  }

  @Test
  void columnsAreTold() throws SQLException {
    TargetTable table = catalog().table(TABLE).orElseThrow();
    assertThat(table.column("ID").orElseThrow().nullable()).isFalse();
    assertThat(table.column("name").orElseThrow().collation()).contains("latin1_german2_ci");
    assertThat(table.column("name").orElseThrow().type()).isEqualTo("varchar(20)");
    assertThat(table.column("plain").orElseThrow().nullable()).isTrue();
    assertThat(
            table.columns().values().stream()
                .filter(TargetTable.Column::generated)
                .map(TargetTable.Column::name))
        .contains("twice", "thrice")
        .doesNotContain("id", "name", "size", "plain", "at");
    assertThat(catalog().table(new TableName("catalog_contract", "other"))).isEmpty();
  }

  @Test
  void uniqueKeysAreTold() throws SQLException {
    TargetTable table = catalog().table(TABLE).orElseThrow();
    assertThat(table.uniqueKeys()).hasSize(4);
    assertThat(table.finds(List.of("id"), List.of())).isTrue();
    assertThat(table.finds(List.of("plain"), List.of())).as("many may be NULL").isFalse();
    assertThat(table.finds(List.of(), List.of())).isFalse();
    assertThat(table.hasOtherUniqueKeys(List.of("id"))).isTrue();
  }

  @Test
  void defaultsAreLiterals() throws SQLException {
    assertThat(catalog().defaultOf(TABLE, "name")).contains("'it''s'");
    assertThat(catalog().defaultOf(TABLE, "size")).contains("1.500");
    assertThat(catalog().defaultOf(TABLE, "id")).isEmpty();
  }

  @Test
  void collationsHaveTheirCharacterSet() throws SQLException {
    assertThat(catalog().charsetOf("latin1_german2_ci")).contains("latin1");
    assertThat(catalog().charsetOf("utf8mb4_bin")).contains("utf8mb4");
    assertThat(catalog().charsetOf("latin1_klingon_ci")).isEmpty();
    assertThat(catalog().charsetOf("x'; DROP DATABASE mysql; --")).isEmpty();
  }
}
