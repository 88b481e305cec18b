package dev.lockstep.schema.row;

import static dev.lockstep.testing.property.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFoldTest {

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "abc|ABC",
        "abc|abc  ",
        "zoë|ZOE",
        "e\u0301|é",
        "straße|STRASSE",
        "straße|strase",
        "ẞ|ss",
        "Müller|Mueller",
        "Müller|Myller",
        "Ærø|aero",
        "Århus|Aarhus",
        "Łódź|lodz",
        "İstanbul|istanbul",
        "ılık|ILIK",
        "ﬁn|FIN",
        "Ωmega|ωMEGA",
        "ς|σ",
        "カタカナ|かたかな",
        "ガ|か",
        "ｱ|あ",
        "１２|12",
        "a\u200Db|ab",
        "𝄞|😀"
      })
  void whatSomeCollationCallsEqualSharesAFold(String one, String two) {
    assertThat(TextFold.fold(one)).isEqualTo(TextFold.fold(two));
  }

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource({"a,b", "12,21", "1,01", "100,1000", "a-b,ab", "日,本", "shop 1,shop1"})
  void whatNoCollationCallsEqualMostlyDoesNot(String one, String two) {
    assertThat(TextFold.fold(one)).isNotEqualTo(TextFold.fold(two));
  }

  @Test
  void foldingTwiceIsFoldingOnceForPlainLetters() {
    forAll(
        any -> {
          String text = any.text(0, 255);
          String once = TextFold.fold(text.replaceAll("[^a-zA-Z0-9 ]", ""));

          assertThat(once).doesNotEndWith(" ").isEqualTo(once.toLowerCase(Locale.ROOT));
        });
  }
}
