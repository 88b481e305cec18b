package dev.lockstep.engine.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.engine.mysql.ServerFacts;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.flow.Secret;
import dev.lockstep.flow.ServerEndpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MariaDbRequirementsTest {

  private static final String GRANTED =
      "GRANT SELECT, RELOAD, REPLICATION SLAVE, BINLOG MONITOR ON *.* TO `u`@`%`";
  private static final ServerEndpoint ENDPOINT =
      ServerEndpoint.mariadb("shop", "db1", 3306, "u", Secret.of("hidden"));

  private static ServerFacts server(Map<String, String> changed, String... grants) {
    Map<String, String> variables =
        new HashMap<>(
            Map.of(
                "version", "11.4.5-MariaDB-log",
                "log_bin", "ON",
                "binlog_format", "ROW",
                "binlog_row_image", "FULL"));
    variables.putAll(changed);
    return new ServerFacts(variables, List.of(grants), List.of(), false);
  }

  private static LockstepException refusal(Map<String, String> changed, String... grants) {
    return catchThrowableOfType(
        LockstepException.class,
        () -> MariaDbRequirements.check(ENDPOINT, server(changed, grants)));
  }

  @Test
  void acceptsAServerThatLogsRowsAndAUserThatMayReadThem() {
    assertThatCode(() -> MariaDbRequirements.check(ENDPOINT, server(Map.of(), GRANTED)))
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                MariaDbRequirements.check(
                    ENDPOINT, server(Map.of(), "GRANT ALL PRIVILEGES ON *.* TO `u`@`%`")))
        .doesNotThrowAnyException();
  }

  @Test
  void acceptsSelectOnTheSchemasAlone() {
    assertThatCode(
            () ->
                MariaDbRequirements.check(
                    ENDPOINT,
                    server(
                        Map.of(),
                        "GRANT RELOAD, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO `u`@`%`",
                        "GRANT SELECT, INSERT ON `shop`.* TO `u`@`%`")))
        .doesNotThrowAnyException();
  }

  @Test
  void namesEverySettingThatIsWrongWithItsValueAndRemedy() {
    LockstepException refusal =
        refusal(
            Map.of("log_bin", "OFF", "binlog_format", "MIXED", "binlog_row_image", "MINIMAL"),
            GRANTED);
    assertThat(refusal.category()).isEqualTo(Category.CONFIGURATION);
    assertThat(refusal)
        .hasMessageContaining("shop (mariadb at db1:3306)")
        .hasMessageContaining("log_bin=OFF")
        .hasMessageContaining("binlog_format is MIXED, not ROW")
        .hasMessageContaining("binlog_row_image is MINIMAL, not FULL");
    assertThat(refusal.remedy()).contains("SET GLOBAL binlog_row_image=FULL");
  }

  @Test
  void refusesALogWhoseCompressedEventsWouldBePassedOver() {
    assertThat(refusal(Map.of("log_bin_compress", "ON"), GRANTED))
        .hasMessageContaining("log_bin_compress is ON, not OFF");
  }

  @Test
  void namesAllMissingGrantsAtOnceAndNoSecret() {
    LockstepException refusal = refusal(Map.of(), "GRANT USAGE ON *.* TO `u`@`%`");
    assertThat(refusal)
        .hasMessageContaining("User 'u' lacks REPLICATION SLAVE, BINLOG MONITOR, RELOAD, SELECT");
    assertThat(refusal.remedy())
        .contains("GRANT REPLICATION SLAVE, BINLOG MONITOR, RELOAD, SELECT ON *.* TO 'u'@");
    assertThat(refusal.getMessage() + refusal.remedy()).doesNotContain("hidden");
  }

  @Test
  void refusesAServerThatIsNotMariaDb() {
    assertThat(refusal(Map.of("version", "8.4.0"), GRANTED))
        .hasMessageContaining("'8.4.0', which is not MariaDB");
  }
}
