package dev.lockstep.engine.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.flow.Secret;
import dev.lockstep.flow.ServerEndpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MySqlRequirementsTest {

  private static final ServerEndpoint ENDPOINT =
      ServerEndpoint.mariadb("shop", "db1", 3306, "u", Secret.of("hidden"));
  private static final String GRANTED =
      "GRANT SELECT, RELOAD, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO `u`@`%`";

  private static List<String> found(Map<String, String> changed, String... grants) {
    Map<String, String> variables =
        new HashMap<>(
            Map.of(
                "version", "9.7.0",
                "log_bin", "ON",
                "binlog_format", "ROW",
                "binlog_row_image", "FULL",
                "binlog_row_value_options", "",
                "gtid_mode", "ON"));
    variables.putAll(changed);
    return MySqlRequirements.findings(
            ENDPOINT, new ServerFacts(variables, List.of(grants), List.of(), false))
        .stream()
        .map(finding -> finding.message() + " " + finding.remedy())
        .toList();
  }

  @Test
  void acceptsAServerThatLogsRowsAndAUserThatMayReadThem() {
    assertThat(found(Map.of(), GRANTED)).isEmpty();
    assertThat(found(Map.of(), "GRANT ALL PRIVILEGES ON *.* TO `u`@`%`")).isEmpty();
  }

  @Test
  void doesNotGuessWhatARoleBrings() {
    assertThat(found(Map.of(), "GRANT USAGE ON *.* TO `u`@`%`", "GRANT `reader`@`%` TO `u`@`%`"))
        .isEmpty();
  }

  @Test
  void namesWhatTheUserLacks() {
    assertThat(found(Map.of(), "GRANT SELECT ON *.* TO `u`@`%`"))
        .singleElement()
        .asString()
        .contains("lacks REPLICATION SLAVE, REPLICATION CLIENT, RELOAD")
        .contains("GRANT REPLICATION SLAVE, REPLICATION CLIENT, RELOAD ON *.* TO 'u'@'...';");
  }

  @Test
  void needsToLockTablesWhereTransactionsHaveNoIds() {
    assertThat(found(Map.of("gtid_mode", "OFF"), GRANTED))
        .singleElement()
        .asString()
        .contains("lacks LOCK TABLES", "gtid_mode is OFF", "GRANT LOCK TABLES ON *.*");
    assertThat(
            found(Map.of("gtid_mode", "OFF"), GRANTED, "GRANT LOCK TABLES ON `shop`.* TO `u`@`%`"))
        .isEmpty();
  }

  @Test
  void refusesDocumentsThatAreLoggedInPart() {
    assertThat(found(Map.of("binlog_row_value_options", "PARTIAL_JSON"), GRANTED))
        .singleElement()
        .asString()
        .contains("binlog_row_value_options is PARTIAL_JSON, not empty.")
        .contains("SET GLOBAL binlog_row_value_options=''");
  }

  @Test
  void refusesTransactionsWithTags() {
    String set = "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5";
    assertThat(found(Map.of("gtid_executed", set + ",\n" + set), GRANTED)).isEmpty();
    assertThat(found(Map.of("gtid_executed", set + ":blue:1-3"), GRANTED))
        .singleElement()
        .asString()
        .contains("tagged ids");
  }

  @Test
  void refusesOtherServersAndOldOnes() {
    assertThat(found(Map.of("version", "11.4.5-MariaDB-log"), GRANTED))
        .singleElement()
        .asString()
        .contains("which is MariaDB and not MySQL", "type: mariadb");
    assertThat(found(Map.of("version", "5.7.44-log"), GRANTED))
        .singleElement()
        .asString()
        .contains("from 8.0 on");
  }
}
