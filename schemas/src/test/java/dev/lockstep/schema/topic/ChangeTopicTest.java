package dev.lockstep.schema.topic;

import static dev.lockstep.testing.property.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.testing.property.Any;
import org.apache.kafka.common.internals.Topic;
import org.junit.jupiter.api.Test;

class ChangeTopicTest {

  @Test
  void aNameIsReadBackToItsTable() {
    forAll(
        any -> {
          String endpoint = any.text(1, 12);
          String schema = any.text(1, 12);
          String table = any.text(1, 12);
          ChangeTopic topic = new ChangeTopic(endpoint, new TableName(schema, table));

          assertThat(ChangeTopic.parse(topic.name())).contains(topic);
          Topic.validate(topic.name());
        });
  }

  @Test
  void twoTablesNeverShareATopic() {
    forAll(
        any -> {
          TableName table = any.made(ChangeTopicTest::anyTable);
          TableName otherTable = any.oneOf(table, any.made(ChangeTopicTest::anyTable));
          ChangeTopic one = new ChangeTopic("shop", table);
          ChangeTopic other = new ChangeTopic("shop", otherTable);

          assertThat(one.name().equals(other.name())).isEqualTo(one.equals(other));
        });
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

  private static TableName anyTable(Any any) {
    return new TableName(any.text(1, 6), any.text(1, 6));
  }
}
