package dev.lockstep.schema.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schema.row.ColumnKind;
import dev.lockstep.schema.row.ColumnRule;
import dev.lockstep.schema.row.ColumnRules;
import dev.lockstep.schema.row.RowDigest;
import dev.lockstep.schema.row.RowShape;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class EncodingTest {

  private static final Schema ROW =
      SchemaBuilder.record("Value").fields().requiredInt("id").requiredString("Note").endRecord();

  @Test
  void aRuleThatChangesNothingForItsColumnIsNoOtherEncoding() {
    Encoding plain = Encoding.of(ROW, ColumnRules.NONE);
    ColumnRules idle =
        ColumnRules.of(
            Map.of(
                "id", ColumnRule.as(ColumnKind.DECIMAL),
                "note", ColumnRule.as(ColumnKind.TEXT),
                "gone", ColumnRule.IGNORED));
    assertThat(Encoding.of(ROW, idle)).isEqualTo(plain);
  }

  @Test
  void aRuleThatTheColumnKeepsAnywayIsNoOtherEncoding() {
    Schema.Field time = new Schema.Field("t", Schema.create(Schema.Type.LONG));
    time.addProp("lockstep.kind", "time");
    Fields.describe(time, Capacity.of(ColumnKind.TIME).withFraction(3));
    Schema.Field text = new Schema.Field("c", Schema.create(Schema.Type.STRING));
    Fields.describe(text, Capacity.of(ColumnKind.TEXT).withPadding());
    Schema.Field real = new Schema.Field("x", Schema.create(Schema.Type.FLOAT));
    Fields.describe(real, Capacity.floating(Capacity.SINGLE));
    Schema row = Schema.createRecord("Value", null, "t", false, List.of(time, text, real));
    ColumnRules kept =
        ColumnRules.of(
            Map.of(
                "t", ColumnRule.digits(3),
                "c", ColumnRule.TRIMMED,
                "x", ColumnRule.NONE.inSinglePrecision(true)));
    assertThat(Encoding.of(row, kept)).isEqualTo(Encoding.of(row, ColumnRules.NONE));
    assertThat(Encoding.of(row, ColumnRules.of(Map.of("t", ColumnRule.digits(2)))))
        .isNotEqualTo(Encoding.of(row, ColumnRules.NONE));
  }

  @Test
  void saysWhichColumnIsComparedOtherwise() {
    Encoding plain = Encoding.of(ROW, ColumnRules.NONE);
    Encoding asJson = Encoding.of(ROW, rule(ColumnRule.as(ColumnKind.JSON)));
    assertThat(asJson.conflict(plain, List.of("id", "note")))
        .contains("column note was compared as it stands, and now as json");
    assertThat(plain.conflict(asJson, List.of("id", "note")))
        .contains("column note was compared as json, and now as it stands");
    // Digits are nothing to a text.
    Encoding exact = Encoding.of(ROW, rule(ColumnRule.digits(3).trimmed(true)));
    assertThat(exact.conflict(asJson, List.of("note")))
        .contains("column note was compared as json, and now without blanks at its end");
  }

  @Test
  void aColumnThatOnlyOneDefinitionHasIsNoConflict() {
    Encoding plain = Encoding.of(ROW, ColumnRules.NONE);
    Encoding ignored = Encoding.of(ROW, rule(ColumnRule.IGNORED));
    assertThat(ignored.conflict(plain, List.of("id"))).isEmpty();
  }

  @Test
  void anotherVersionOfTheCanonicalFormIsAConflictOfAllColumns() {
    Encoding plain = Encoding.of(ROW, ColumnRules.NONE);
    Encoding older = new Encoding(plain.version() - 1, Map.of());
    assertThat(plain.conflict(older, List.of())).isPresent();
  }

  @Test
  void isReadBackFromItsText() {
    Map<String, String> columns = Map.of("a\tb", "not at all", "c\nd\\", "as json", "e", "x");
    Encoding odd = new Encoding(7, columns);
    assertThat(Encoding.parse(odd.toString())).isEqualTo(odd);
    Encoding plain = Encoding.of(ROW, ColumnRules.NONE);
    assertThat(Encoding.parse(plain.toString())).isEqualTo(plain);
  }

  @Test
  void doublesAreComparedAsSinglesWhereARuleSaysSo() {
    Schema row = SchemaBuilder.record("Value").fields().requiredDouble("x").endRecord();
    Schema single = SchemaBuilder.record("Value").fields().requiredFloat("x").endRecord();
    ColumnRules rule = ColumnRules.of(Map.of("x", ColumnRule.NONE.inSinglePrecision(true)));
    assertThat(digest(row, rule, 0.1)).isEqualTo(digest(single, rule, 0.1f));
    assertThat(digest(row, ColumnRules.NONE, 0.1))
        .isNotEqualTo(digest(single, ColumnRules.NONE, 0.1f));
  }

  private static RowDigest digest(Schema schema, ColumnRules rules, Object value) {
    GenericRecord row = new GenericData.Record(schema);
    row.put(0, value);
    return RowShape.of(schema, rules).digest(row);
  }

  private static ColumnRules rule(ColumnRule rule) {
    return ColumnRules.of(Map.of("note", rule));
  }
}
