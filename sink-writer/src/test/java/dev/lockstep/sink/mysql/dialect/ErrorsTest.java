package dev.lockstep.sink.mysql.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.flow.Secret;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.sink.apply.TargetException.Scope;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorsTest {

  private static final ServerEndpoint TARGET =
      ServerEndpoint.mariadb("t", "h", 1, "u", Secret.EMPTY);

  @ParameterizedTest
  @CsvSource({
    "08S01,0,SERVER",
    "08S01,1053,SERVER",
    "HY000,3032,SERVER",
    "HY000,1290,SERVER",
    "40001,1213,CONTENTION",
    "HY000,1205,CONTENTION",
    "HY000,3572,CONTENTION",
    "22001,1406,ROWS",
    "22001,1264,ROWS",
    "HY000,1366,ROWS",
    "22032,3140,ROWS",
    "HY000,3819,ROWS",
    "HY000,3643,ROWS",
    "HY000,6136,ROWS",
    "23000,3673,ROWS",
    "42S22,1054,TABLE",
    "42S02,1146,TABLE",
    "42000,1064,TABLE",
    "HY000,3750,TABLE"
  })
  void whatMySqlSaysConcerns(String state, int code, Scope scope) {
    assertThat(new Errors(TARGET, new MySqlDialect()).scope(new SQLException("no", state, code)))
        .isEqualTo(scope);
  }

  @ParameterizedTest
  @CsvSource({
    "HY000,1927,SERVER",
    "70100,1969,SERVER",
    "23000,4025,ROWS",
    "HZ000,0,ROWS",
    "40001,1213,CONTENTION",
    "HY000,1366,ROWS"
  })
  void whatMariaDbSaysConcerns(String state, int code, Scope scope) {
    assertThat(new Errors(TARGET, new MariaDbDialect()).scope(new SQLException("no", state, code)))
        .isEqualTo(scope);
  }
}
