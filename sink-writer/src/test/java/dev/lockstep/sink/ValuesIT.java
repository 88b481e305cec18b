package dev.lockstep.sink;

import dev.lockstep.sink.harness.TestTarget;

/** On MariaDB. */
class ValuesIT extends ValuesContract {

  private static final String DOCUMENT = "{\"b\": 1, \"a\": [\"\\\\\", null]}";

  ValuesIT() {
    super(TestTarget.MARIADB);
  }

  @Override
  void addOwnCases() {
    // A text that is checked, and stays as it is.
    addJson(DOCUMENT, DOCUMENT);
    addInstants(1L, "0.000001", 2_147_483_647_999_999L, "2147483647.999999");
    addTimes(3_020_399_999_999L, "838:59:59.999999");
    addCollation("utf8_old", "utf8_general_ci", "utf8mb3_general_ci");
    addCollation("of_mysql", "utf8mb4_0900_as_ci", "utf8mb4_0900_as_ci");
    addCollation("of_mysql_bin", "utf8mb4_0900_bin", "utf8mb4_0900_bin");
    addCollation("own", "utf8mb4_uca1400_ai_cs", "utf8mb4_uca1400_ai_cs");
  }
}
