package dev.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import java.util.TreeSet;

/** Reads what {@code up --json} printed, as anybody's script would. */
record Summary(JsonNode json) {

  static Summary of(CommandLine.Ended ended) throws Exception {
    assertThat(ended.out().strip().lines()).as("one JSON object: " + ended).hasSize(1);
    return new Summary(new ObjectMapper().readTree(ended.out()));
  }

  long number(String field) {
    assertThat(json.path(field).isNumber()).as(field + " in " + json).isTrue();
    return json.path(field).asLong();
  }

  double millis(String group, String field) {
    return json.path(group).path(field).asDouble(-1);
  }

  /** Nothing was missed, made up or lost, and each of the shop's tables is there and adds up. */
  void requireRight() {
    requireRight("shop");
  }

  /** The same of a shop that is in another schema. */
  void requireRight(String schema) {
    assertThat(number("missed")).isZero();
    assertThat(number("falseAlarms")).isZero();
    assertThat(number("applied")).isEqualTo(number("changes"));
    Set<String> names = new TreeSet<>();
    json.path("tables")
        .forEach(
            table -> {
              names.add(table.path("name").asText());
              assertThat(table.path("residualZero").asBoolean()).as("%s", table).isTrue();
            });
    assertThat(names)
        .containsExactly(schema + ".customers", schema + ".order_items", schema + ".orders");
  }

  /** Each table is the same on both sides. */
  void requireEqual() {
    json.path("tables")
        .forEach(
            table -> {
              assertThat(table.path("equal").asBoolean()).as("%s", table).isTrue();
              assertThat(table.path("sourceDigest")).isEqualTo(table.path("targetDigest"));
              assertThat(table.path("sourceRows")).isEqualTo(table.path("targetRows"));
              assertThat(table.path("openVerdicts").asLong()).isZero();
            });
  }
}
