package dev.lockstep.producers.source.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.mysql.sql.ColumnTypes;
import dev.lockstep.engine.table.ColumnFacts;
import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.producers.convert.TableSchema;
import dev.lockstep.producers.source.event.UnreadableValueException;
import dev.lockstep.producers.source.event.ValueReader;
import dev.lockstep.schema.topic.TableName;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

class StoredTextTest {

  private static final TableName TABLE = new TableName("a", "b");

  @Test
  void readsWhatIsStoredByItsCharacterSet() {
    ValueReader reader = StoredText.reader(TABLE, "t", schema("koi8r"));
    assertThat(reader.read(StoredText.ofStored(new byte[] {(byte) 0xF6, 0x20}))).isEqualTo("Ж ");
    assertThat(reader.read(StoredText.ofStored(new byte[0]))).isEqualTo("");
  }

  @Test
  void namesTheColumnOfBytesThatAreNoText() {
    ValueReader reader = StoredText.reader(TABLE, "t", schema("cp1251"));
    assertThatThrownBy(() -> reader.read(StoredText.ofStored(new byte[] {(byte) 0x98})))
        .isInstanceOf(UnreadableValueException.class)
        .hasMessageStartingWith("column t: ");
  }

  /** Else what another one made of undefined bytes would pass for what is stored. */
  @Test
  void takesNoTextThatSomebodyElseRead() {
    ValueReader reader = StoredText.reader(TABLE, "t", schema("latin1"));
    assertThatThrownBy(() -> reader.read(StoredText.ofRead("?")))
        .isInstanceOf(StoredText.ReadOtherwiseException.class);
  }

  @Test
  void readsWhatIsAsciiHoweverItCame() {
    Schema row =
        SchemaBuilder.struct()
            .field("stored", schema("ascii"))
            .field("read", schema("ascii"))
            .field("text", Schema.STRING_SCHEMA)
            .build();
    Struct values =
        new Struct(row)
            .put("stored", StoredText.ofStored(new byte[] {'a', 'b'}))
            .put("read", StoredText.ofRead("ab"))
            .put("text", "ab");
    for (String column : List.of("stored", "read", "text")) {
      assertThat(StoredText.plain(values, column)).isEqualTo("ab");
    }
  }

  @Test
  void refusesACharacterSetThatIsNotKnown() {
    assertThatThrownBy(() -> TableSchema.of("e", table("martian_bin")))
        .isInstanceOf(LockstepException.class)
        .hasMessage("Column a.b.t has character set martian, which Lockstep does not know.");
    assertThatThrownBy(() -> StoredText.reader(TABLE, "t", schema("")))
        .isInstanceOf(LockstepException.class)
        .hasMessageContaining("character set (none)");
  }

  @Test
  void seesWhereTheLogsReaderHasAnotherCharacterSetThanTheDatabase() {
    assertThat(StoredText.otherwise(table("utf8mb3_bin"), row("UTF8"))).isEmpty();
    assertThat(StoredText.otherwise(table("cp1251_bin"), row("koi8r")))
        .hasValue(
            "Column a.b.t has character set cp1251 in the database and koi8r where the log is read");
    assertThat(StoredText.otherwise(table("cp1251_bin"), row(""))).isPresent();
  }

  private static Schema schema(String characterSet) {
    return SchemaBuilder.bytes().parameter(StoredText.CHARACTER_SET, characterSet).build();
  }

  private static Schema row(String characterSet) {
    return SchemaBuilder.struct().field("t", schema(characterSet)).build();
  }

  private static TableFacts table(String collation) {
    ColumnFacts column =
        ColumnTypes.column("t", "varchar(9)", false, Optional.of(collation), false, false, false);
    return new TableFacts(
        TABLE, List.of(column), List.of("t"), 0, Optional.empty(), List.of(), Optional.empty());
  }
}
