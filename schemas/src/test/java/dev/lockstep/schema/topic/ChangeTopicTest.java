package dev.lockstep.schema.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import org.apache.kafka.common.internals.Topic;
import org.junit.jupiter.api.Test;

class ChangeTopicTest {

  @Property
  void aNameIsReadBackToItsTable(
      @ForAll @NotEmpty @StringLength(max = 12) String endpoint,
      @ForAll @NotEmpty @StringLength(max = 12) String schema,
      @ForAll @NotEmpty @StringLength(max = 12) String table) {
    Assume.that(!endpoint.equals("lockstep"));
    ChangeTopic topic = new ChangeTopic(endpoint, new TableName(schema, table));

    assertThat(ChangeTopic.parse(topic.name())).contains(topic);
    Topic.validate(topic.name());
  }

  @Property
  void twoTablesNeverShareATopic(
      @ForAll @NotEmpty @StringLength(max = 6) String schema,
      @ForAll @NotEmpty @StringLength(max = 6) String table,
      @ForAll @NotEmpty @StringLength(max = 6) String otherSchema,
      @ForAll @NotEmpty @StringLength(max = 6) String otherTable) {
    ChangeTopic one = new ChangeTopic("shop", new TableName(schema, table));
    ChangeTopic other = new ChangeTopic("shop", new TableName(otherSchema, otherTable));

    assertThat(one.name().equals(other.name())).isEqualTo(one.equals(other));
  }

  @Test
  void namesThatDifferInDotsStayApart() {
    assertThat(new ChangeTopic("shop", new TableName("a.b", "c")).name())
        .isEqualTo("shop.a-002eb.c")
        .isNotEqualTo(new ChangeTopic("shop", new TableName("a", "b.c")).name());
  }

  @Test
  void otherTopicsAreNotTakenForChangeTopics() {
    assertThat(ChangeTopic.parse("lockstep.alerts.state")).isEmpty();
    assertThat(ChangeTopic.parse("_schemas")).isEmpty();
    assertThat(ChangeTopic.parse("a.b")).isEmpty();
    assertThat(ChangeTopic.parse("a.b.c.d")).isEmpty();
    assertThat(ChangeTopic.parse("a..c")).isEmpty();
    assertThat(ChangeTopic.parse("a.b-2.c")).isEmpty();
  }

  @Test
  void aNameThatKafkaWouldRefuseIsRefusedWithItsTable() {
    TableName table = new TableName("s", "t".repeat(250));

    assertThatThrownBy(() -> new ChangeTopic("shop", table).name()).hasMessageContaining("s.ttt");
  }
}
