package dev.lockstep.producers.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CharacterSetTest {

  @ParameterizedTest
  @CsvSource({
    "utf8mb4, 61C3A4F09F9880, aä😀",
    "UTF8, 61EFBFBD, a\uFFFD",
    "utf16, 0061D83DDE00, a😀",
    "utf16le, 61003DD800DE, a😀",
    "utf32, 000000610001F600, a😀",
    "ucs2, 006100E4, aä",
    "ascii, 617E, a~",
    "latin1, 80E4, €ä",
    "sjis, 815F 835C, \\ソ",
    "gbk, 61B0A2, a阿",
    "ujis, A4A2 8EB1 8FB0A1, あｱ丂",
    "swe7, 7B, ä",
  })
  void readsBytesAsTheServerDoes(String name, String hex, String text) {
    assertThat(decoded(name, hex)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "utf8mb4, 61EDA080, 61, at byte 2",
    "utf8mb4, C3, C3, at byte 1",
    "ucs2, 0061D83DDE00, D83D, at byte 3",
    "ucs2, 006100, 00, at byte 3",
    "utf16, 0061D83D0061, D83D, at byte 3",
    "utf32, 0000D800, 0000D800, at byte 1",
    "utf32, 00110000, 00110000, at byte 1",
    "ascii, 6180, 80, at byte 2",
    "cp1251, 6198, 98, at byte 2",
    "sjis, 5C, 5C, at byte 1",
    "gbk, 61B0, B0, at byte 2",
    "gbk, 61B020, B020, at byte 2",
  })
  void refusesWhatStandsForNoCharacter(String name, String hex, String bytes, String place) {
    assertThatThrownBy(() -> decoded(name, hex))
        .isInstanceOf(UnreadableTextException.class)
        .hasMessageContaining(place)
        .hasMessageContaining("character set " + name);
  }

  @Test
  void knowsACharacterSetByItsCollations() {
    assertThat(CharacterSet.nameOf("latin1_swedish_ci")).isEqualTo("latin1");
    assertThat(CharacterSet.nameOf("utf8mb4_uca1400_ai_ci")).isEqualTo("utf8mb4");
    assertThat(CharacterSet.nameOf("utf8_bin")).isEqualTo("utf8mb3");
    assertThat(CharacterSet.of("martian")).isEmpty();
    assertThat(CharacterSet.of("../text/latin1")).isEmpty();
  }

  private static String decoded(String name, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    return CharacterSet.of(name).orElseThrow().decode(bytes);
  }
}
