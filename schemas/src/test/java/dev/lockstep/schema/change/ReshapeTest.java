package dev.lockstep.schema.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schema.row.ColumnRules;
import dev.lockstep.schema.row.RowDigest;
import dev.lockstep.schema.row.RowShape;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class ReshapeTest {

  private static final String ID =
      """
      {"name":"id","type":"int","lockstep.kind":"integer","lockstep.type":"int(11)"}""";
  private static final String NAME =
      """
      {"name":"name","type":["null","string"],"default":null,
       "lockstep.kind":"text","lockstep.type":"varchar(50)",
       "lockstep.holds":{"kind":"text","length":50}}""";

  @Test
  void digestsSurviveANewColumnThatIsNullInOldRows() {
    assertThat(Reshape.between(schema(ID), schema(ID, NAME))).isFalse();
  }

  @Test
  void digestsMoveByAKnownSumWithColumnsOfOneValue() {
    String filled =
        """
        {"name":"state","type":["string","null"],"default":"new",
         "lockstep.kind":"text","lockstep.type":"varchar(9)"}""";
    String required =
        """
        {"name":"n","type":"int","default":0,
         "lockstep.kind":"integer","lockstep.type":"int(11)"}""";
    Schema before = schema(ID, NAME);
    Schema after = schema(required, ID, filled, NAME);
    assertThat(Reshape.between(before, after)).isFalse();

    GenericRecord row = new GenericData.Record(before);
    row.put(0, 5);
    row.put(1, "x");
    GenericRecord complete = Filling.complete(row, after);
    assertThat(complete).hasToString("{\"n\": 0, \"id\": 5, \"state\": \"new\", \"name\": \"x\"}");
    RowDigest old = RowShape.of(before, ColumnRules.NONE).digest(row);
    assertThat(RowShape.of(after, ColumnRules.NONE).digest(complete))
        .isEqualTo(old.plus(Filling.added(before, after, ColumnRules.NONE)));
    assertThat(Filling.added(before, before, ColumnRules.NONE)).isEqualTo(RowDigest.ZERO);
    assertThat(Filling.added(after, before, ColumnRules.NONE)).isEqualTo(RowDigest.ZERO);
  }

  @Test
  void digestsDoNotSurviveAColumnWhoseValuesNobodyTold() {
    String required = ID.replace("\"id\"", "\"n\"");
    assertThat(Reshape.between(schema(ID), schema(ID, required))).isTrue();
  }

  @Test
  void digestsDoNotSurviveADroppedOrRetypedColumn() {
    assertThat(Reshape.between(schema(ID, NAME), schema(ID))).isTrue();
    assertThat(Reshape.between(schema(ID, NAME), schema(ID, NAME.replace("50", "10")))).isTrue();
  }

  @Test
  void digestsSurviveRoomForLongerTexts() {
    assertThat(Reshape.between(schema(ID, NAME), schema(ID, NAME.replace("50", "60")))).isFalse();
    String padded = NAME.replace("varchar(50)", "char(60)").replace(":50", ":60,\"padded\":true");
    assertThat(Reshape.between(schema(ID, NAME), schema(ID, padded))).isTrue();
    String ofAnotherKind =
        NAME.replace("varchar(50)", "blob").replace("{\"kind\":\"text\"", "{\"kind\":\"bytes\"");
    assertThat(Reshape.between(schema(ID, NAME), schema(ID, ofAnotherKind))).isTrue();
  }

  @Test
  void bytesThatArePaddedAreOthersWithMoreRoom() {
    assertThat(Reshape.between(schema(ID, padded(8)), schema(ID, padded(8)))).isFalse();
    assertThat(Reshape.between(schema(ID, padded(8)), schema(ID, padded(16)))).isTrue();
  }

  private static String padded(int bytes) {
    return """
        {"name":"code","type":"bytes","lockstep.kind":"bytes","lockstep.type":"binary(%d)",
         "lockstep.holds":{"kind":"bytes","length":%d,"padded":true}}"""
        .formatted(bytes, bytes);
  }

  @Test
  void digestsSurviveMoreLabelsAndNotFewer() {
    String few = labelled("\"a\",\"b\"");
    String more = labelled("\"b\",\"a\",\"c\"");
    assertThat(Reshape.between(schema(ID, few), schema(ID, more))).isFalse();
    assertThat(Reshape.between(schema(ID, more), schema(ID, few))).isTrue();
  }

  @Test
  void digestsSurviveThatAProducerTellsWhatAColumnHolds() {
    String untold = NAME.replaceAll("(?s),\\s*\"lockstep.holds\".*\\}\\}", "}");
    assertThat(untold).doesNotContain("holds");
    assertThat(Reshape.between(schema(ID, untold), schema(ID, NAME))).isFalse();
    assertThat(Reshape.between(schema(ID, untold), schema(ID, NAME.replace("50", "60")))).isTrue();
  }

  @Test
  void orderAndNullabilityChangeNoDigest() {
    String required = NAME.replace("[\"null\",\"string\"],\"default\":null", "\"string\"");
    assertThat(Reshape.between(schema(ID, NAME), schema(NAME, ID))).isFalse();
    assertThat(Reshape.between(schema(ID, required), schema(ID, NAME))).isFalse();
  }

  private static String labelled(String labels) {
    return """
        {"name":"state","type":"string","lockstep.kind":"text","lockstep.type":"enum(%s)",
         "lockstep.holds":{"kind":"text","labels":[%s]}}"""
        .formatted(labels.replace('"', '\''), labels);
  }

  private static Schema schema(String... fields) {
    return new Schema.Parser()
        .parse(
            "{\"type\":\"record\",\"name\":\"Value\",\"fields\":["
                + String.join(",", fields)
                + "]}");
  }
}
