package dev.lockstep.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.DeadLetter;
import dev.lockstep.schema.row.ColumnKind;
import dev.lockstep.sink.harness.TestColumn;
import dev.lockstep.sink.harness.TestTable;
import dev.lockstep.sink.harness.TestTarget;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** On MySQL. */
class MySqlSinkTroubleIT extends SinkTroubleContract {

  MySqlSinkTroubleIT() {
    super(TestTarget.MYSQL);
  }

  /** Here a key can be on an expression as well. */
  static Stream<String> uniqueEmails() {
    return Stream.concat(
        UNIQUE_EMAILS.stream(), Stream.of("email VARCHAR(40), UNIQUE KEY ((LOWER(email)))"));
  }

  @Test
  void whateverARowIsRefusedForTheOthersOfItsTableGoOn() {
    Schema bytes = Schema.create(Schema.Type.BYTES);
    Schema string = Schema.create(Schema.Type.STRING);
    TestTable table =
        source.table(
            "t",
            1,
            TestColumn.integer("id"),
            TestColumn.bigint("n"),
            TestColumn.of("j", "longtext", ColumnKind.TEXT, string),
            TestColumn.of("g", "point", ColumnKind.BYTES, bytes),
            TestColumn.of("v", "vector(2)", ColumnKind.BYTES, bytes));
    execute(
        "CREATE DATABASE " + source.name(),
        "CREATE TABLE "
            + table.name()
            + " (id INT PRIMARY KEY, n INT CHECK (n > 0), j JSON, g POINT SRID 4326, v VECTOR(2))");
    ByteBuffer elsewhere =
        ValuesContract.hexadecimal("000000000101000000000000000000F03F0000000000000040");
    source
        .transaction()
        .put(table, 1, 1L, "{}", null, null)
        .put(table, 2, -1L, null, null, null)
        .put(table, 3, 1L << 40, null, null, null)
        .put(table, 4, 1L, "{", null, null)
        .put(table, 5, 1L, null, elsewhere, null)
        .put(table, 6, 1L, null, null, ByteBuffer.wrap(new byte[] {1, 2, 3}))
        .put(table, 7, 1L, null, null, ByteBuffer.wrap(new byte[12]))
        .put(table, 8, 1L, "[]", null, ByteBuffer.wrap(new byte[8]))
        .commit();
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      eventually("SELECT id FROM " + table.name() + " ORDER BY id", "1", "8");
      await().atMost(SOON).until(() -> source.deadLetters().size() == 6);
      eventually(table.name().toString(), ComponentState.RUNNING);
    }
    assertThat(source.deadLetters())
        .extracting(DeadLetter::getKey)
        .containsExactlyInAnyOrder("id=2", "id=3", "id=4", "id=5", "id=6", "id=7");
  }

  @Test
  void aServerThatIsTakenForMariaDbIsSaidToBeNone() {
    TestTable table = source.table("t", 1, TestColumn.integer("id"));
    source.transaction().put(table, 1).commit();
    ServerEndpoint right = target.endpoint();
    ServerEndpoint wrong =
        new ServerEndpoint(
            right.name(),
            EndpointType.MARIADB,
            right.host(),
            right.port(),
            right.username(),
            right.password(),
            right.ssl(),
            right.properties(),
            right.serverId());
    try (SinkService sink =
        SinkService.start(source.config(UnaryOperator.identity(), wrong), Clock.systemUTC())) {
      assertThat(eventually("", ComponentState.RETRYING).getMessage())
          .contains("which is not MariaDB (type: mysql is for MySQL)");
    }
  }
}
