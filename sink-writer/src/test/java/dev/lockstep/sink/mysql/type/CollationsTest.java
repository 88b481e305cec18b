package dev.lockstep.sink.mysql.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollationsTest {

  /** As MySQL has them, and MariaDB before it knew the names of the other. */
  private static final Set<String> MYSQL =
      Set.of(
          "utf8mb3_general_ci",
          "utf8mb4_bin",
          "utf8mb4_0900_bin",
          "utf8mb4_0900_ai_ci",
          "utf8mb4_0900_as_ci",
          "utf8mb4_0900_as_cs",
          "latin1_bin",
          "latin1_swedish_ci");

  private static final Set<String> MARIADB =
      Set.of(
          "utf8mb3_general_ci",
          "utf8mb4_bin",
          "utf8mb4_nopad_bin",
          "utf8mb4_uca1400_ai_ci",
          "utf8mb4_uca1400_nopad_ai_ci",
          "utf8mb4_uca1400_nopad_as_cs",
          "latin1_bin",
          "latin1_swedish_ci",
          "latin1_nopad_bin");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "latin1_swedish_ci | latin1_swedish_ci",
        "utf8_general_ci | utf8mb3_general_ci",
        "utf8mb4_uca1400_ai_ci | utf8mb4_0900_ai_ci",
        "utf8mb4_uca1400_nopad_as_cs | utf8mb4_0900_as_cs",
        "utf8mb4_uca1400_ai_cs | utf8mb4_0900_as_cs",
        "utf8mb4_uca1400_swedish_ai_ci | utf8mb4_bin",
        "utf8mb4_uca1400_swedish_nopad_ai_ci | utf8mb4_0900_bin",
        "utf8mb4_nopad_bin | utf8mb4_0900_bin",
        "latin1_swedish_nopad_ci | utf8mb4_0900_bin",
        "latin1_klingon_ci | latin1_bin",
        "nowhere_general_ci | utf8mb4_bin",
        "nonsense | utf8mb4_bin"
      })
  void whatStandsForACollationInMySql(String source, String target) {
    assertThat(first(source, MYSQL)).isEqualTo(target);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "utf8_general_ci | utf8mb3_general_ci",
        "utf8mb4_0900_ai_ci | utf8mb4_uca1400_nopad_ai_ci",
        "utf8mb4_0900_as_cs | utf8mb4_uca1400_nopad_as_cs",
        "utf8mb4_0900_bin | utf8mb4_nopad_bin",
        "utf8mb4_sv_0900_ai_ci | utf8mb4_nopad_bin",
        "latin1_swedish_nopad_ci | latin1_nopad_bin"
      })
  void whatStandsForACollationInMariaDb(String source, String target) {
    assertThat(first(source, MARIADB)).isEqualTo(target);
  }

  @Test
  void theCollationItselfComesFirst() {
    assertThat(Collations.candidates("utf8mb4_0900_ai_ci")).startsWith("utf8mb4_0900_ai_ci");
  }

  private static String first(String source, Set<String> known) {
    List<String> candidates = Collations.candidates(source);
    return candidates.stream().filter(known::contains).findFirst().orElse("none");
  }
}
