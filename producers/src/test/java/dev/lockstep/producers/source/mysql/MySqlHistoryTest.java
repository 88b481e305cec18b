package dev.lockstep.producers.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.shyiko.mysql.binlog.GtidSet;
import dev.lockstep.engine.mysql.ServerFacts;
import dev.lockstep.flow.Secret;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.producers.source.LostHistoryException;
import dev.lockstep.producers.source.event.LogMark;
import dev.lockstep.producers.source.event.ResumePoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MySqlHistoryTest {

  private static final ServerEndpoint ENDPOINT =
      ServerEndpoint.mariadb("shop", "db1", 3306, "u", Secret.of("hidden"));
  private static final String A = "3e11fa47-71ca-11e1-9e33-c80aa9429562";

  private static ServerFacts server(String mode, String executed, String purged) {
    return new ServerFacts(
        Map.of("gtid_mode", mode, "gtid_executed", executed, "gtid_purged", purged),
        List.of(),
        List.of("binlog.000007", "binlog.000008"),
        false);
  }

  private static ResumePoint at(Map<String, Object> offset) {
    String last = offset.containsKey("gtids") ? A + ":5" : "file=binlog.000007,pos=100";
    return new ResumePoint(offset, Optional.of(new LogMark(last, 0, 0, 0)), Set.of());
  }

  private static void check(ServerFacts server, ResumePoint point) {
    GtidSet executed = new GtidSet(server.variable("gtid_executed").replaceAll("\\s", ""));
    MySqlHistory.check(
        ENDPOINT,
        server,
        point,
        transactions -> new GtidSet(transactions).isContainedWithin(executed));
  }

  private static String lost(ServerFacts server, Map<String, Object> offset) {
    return catchThrowableOfType(LostHistoryException.class, () -> check(server, at(offset)))
        .getMessage();
  }

  private static void fine(ServerFacts server, Map<String, Object> offset) {
    assertThatCode(() -> check(server, at(offset))).doesNotThrowAnyException();
  }

  @Test
  void byIdsTheFileDoesNotMatter() {
    fine(
        server("ON", A + ":1-9,\n" + A.replace('3', '4') + ":1-5", A + ":1-3"),
        Map.of("gtids", A + ":1-5", "file", "other.000001", "pos", 4));
  }

  @Test
  void whatWasPurgedBeforeItWasReadIsLost() {
    assertThat(lost(server("ON", A + ":1-9", A + ":1-6"), Map.of("gtids", A + ":1-5")))
        .contains("no longer has the log of all transactions behind " + A + ":1-5");
  }

  @Test
  void aServerThatLacksWhatWasReadIsAnother() {
    assertThat(lost(server("ON", A + ":1-4", ""), Map.of("gtids", A + ":1-5")))
        .contains("has only " + A + ":1-4");
  }

  @Test
  void whatWasPublishedLastMustHaveHappenedHereToo() {
    ResumePoint behind =
        new ResumePoint(
            Map.of("gtids", A + ":1-5"), Optional.of(new LogMark(A + ":6", 0, 0, 0)), Set.of());
    assertThat(
            catchThrowableOfType(
                LostHistoryException.class, () -> check(server("ON", A + ":1-5", ""), behind)))
        .hasMessageContaining("was read up to transactions " + A + ":6");
    assertThatCode(() -> check(server("ON", A + ":1-6", ""), behind)).doesNotThrowAnyException();
  }

  @Test
  void idsThatWereSwitchedOnLoseThePosition() {
    assertThat(lost(server("ON", A + ":1-9", ""), Map.of("file", "binlog.000007", "pos", 4)))
        .contains("goes by ids now (gtid_mode is ON)");
  }

  @Test
  void withoutIdsTheFileMustBeThere() {
    fine(server("OFF", "", ""), Map.of("file", "binlog.000007", "pos", 4));
    assertThat(lost(server("OFF", "", ""), Map.of("file", "binlog.000006", "pos", 4)))
        .contains("no longer has log file binlog.000006", "its oldest is binlog.000007");
  }

  @Test
  void idsThatWereSwitchedOffLoseThePosition() {
    assertThat(lost(server("OFF", "", ""), Map.of("gtids", A + ":1-5", "file", "binlog.000007")))
        .contains("gives none now (gtid_mode is OFF)");
  }
}
