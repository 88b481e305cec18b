package dev.lockstep.sink;

import dev.lockstep.schema.row.ColumnKind;
import dev.lockstep.sink.harness.TestTarget;
import org.apache.avro.Schema;

/** On MySQL. */
class MySqlValuesIT extends ValuesContract {

  MySqlValuesIT() {
    super(TestTarget.MYSQL);
  }

  @Override
  void addOwnCases() {
    // A type of its own, which keeps what a document says and not how it is spelt.
    addJson("{\"b\": 1, \"a\": [\"\\\\\", null]}", "{\"a\": [\"\\\\\", null], \"b\": 1}");
    addInstants(1_000_000L, "1.000000", 2_147_483_647_499_999L, "2147483647.499999");
    addTimes(3_020_399_000_000L, "838:59:59.000000");
    addCollation("utf8_old", "utf8_general_ci", "utf8mb3_general_ci");
    addCollation("of_mariadb", "utf8mb4_uca1400_ai_ci", "utf8mb4_0900_ai_ci");
    addCollation("of_a_language", "utf8mb4_uca1400_swedish_ai_ci", "utf8mb4_bin");
    addCollation("no_padding", "utf8mb4_general_nopad_ci", "utf8mb4_0900_bin");
    add(
        "packed",
        "text /*M!100301 COMPRESSED*/",
        ColumnKind.TEXT,
        Schema.create(Schema.Type.STRING),
        "x",
        "$",
        "x");
    add(
        "meaning",
        "vector(3)",
        ColumnKind.BYTES,
        Schema.create(Schema.Type.BYTES),
        hexadecimal("0000803F0000004000004040"),
        "VECTOR_TO_STRING($)",
        "[1.00000e+00,2.00000e+00,3.00000e+00]");
  }
}
