package dev.lockstep.schema.row;

import java.text.Normalizer;

/**
 * The coarse form of text: whatever a common collation calls equal shares it.
 *
 * <p>Case, accents, width, trailing spaces and characters that collations ignore do not count.
 * Collations disagree on some letters (ä is a, ae or æ; ß is s or ss; ü is u, ue or y; å is a or
 * aa), so the fold takes all sides: after the base letter, the e of ae, oe and ue and repeated
 * letters fall away, and y is u. It merges more than any one collation does, which costs nothing:
 * the fold decides partitions and order, never identity.
 */
final class TextFold {

  private static final String FROM = "øđðłħŧĸıꝁǥƀɨʉɍɏƶßẞæœґךםןףץٴ۽ۥۦ۾〲〴ゕゖㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ";
  private static final String TO = "oddlhtqikgbiuruzssaoгכמנפצءءويم〱〳かけくしすとぬはひふへほむらりるれろ";

  private TextFold() {}

  static String fold(String text) {
    String plain = isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFKD);
    StringBuilder out = new StringBuilder(plain.length());
    for (int i = 0; i < plain.length(); ) {
      int point = plain.codePointAt(i);
      i += Character.charCount(point);
      append(point, out);
    }
    int end = out.length();
    while (end > 0 && out.charAt(end - 1) == ' ') {
      end--;
    }
    return out.substring(0, end);
  }

  private static void append(int point, StringBuilder out) {
    if (point < ' ' || point == 0x7F) {
      // Controls: ignored by some collations, a character to others.
    } else if (point < 0x80) {
      letter(ascii((char) point), out);
    } else if (point > 0xFFFF) {
      // The older collations know no weight beyond the basic plane: all is one to them.
      out.append('\uFFFD');
    } else {
      other((char) point, out);
    }
  }

  private static char ascii(char c) {
    return switch (c) {
      // Where Swedish terminals had Ä, Å and Ö, and MariaDB's old default collation still has.
      case '[', '\\' -> 'a';
      case ']' -> 'o';
      default -> c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    };
  }

  private static void other(char c, StringBuilder out) {
    switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.FORMAT,
          Character.CONTROL,
          Character.UNASSIGNED,
          Character.PRIVATE_USE -> {}
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
          number(Character.getNumericValue(c), out);
      default -> folded(Character.toLowerCase(Character.toUpperCase(c)), out);
    }
  }

  private static void number(int value, StringBuilder out) {
    if (value >= 0) {
      out.append(value);
    }
  }

  private static void folded(char c, StringBuilder out) {
    int known = FROM.indexOf(c);
    if (known >= 0) {
      letter(TO.charAt(known), out);
      return;
    }
    switch (c) {
      case 'ι', '·', 'ـ', '۞', 'ﹳ' -> {}
      case 'þ' -> letters("th", out);
      case 'ƾ' -> letters("ts", out);
      case 'ƍ' -> letters("zw", out);
      case 'ȸ' -> letters("db", out);
      case 'ȹ' -> letters("qp", out);
      default -> letter(script(c), out);
    }
  }

  private static void letters(String two, StringBuilder out) {
    letter(two.charAt(0), out);
    letter(two.charAt(1), out);
  }

  /** Katakana as hiragana, small as large; Georgian's old capitals as its letters. */
  private static char script(char c) {
    if (c >= '\u2D00' && c <= '\u2D25') {
      return (char) (c - 0x2D00 + 0x10D0);
    }
    char hiragana = c >= '\u30A1' && c <= '\u30F6' ? (char) (c - 0x60) : c;
    return switch (hiragana) {
      case 'ぁ', 'ぃ', 'ぅ', 'ぇ', 'ぉ', 'っ', 'ゃ', 'ゅ', 'ょ', 'ゎ' -> (char) (hiragana + 1);
      default -> {
        int small = FROM.indexOf(hiragana);
        yield small >= 0 ? TO.charAt(small) : hiragana;
      }
    };
  }

  private static void letter(char c, StringBuilder out) {
    char folded = c == 'y' ? 'u' : c;
    char last = out.isEmpty() ? ' ' : out.charAt(out.length() - 1);
    boolean umlaut = folded == 'e' && (last == 'a' || last == 'o' || last == 'u');
    boolean repeated = folded == last && Character.isLetter(folded);
    if (!umlaut && !repeated) {
      out.append(folded);
    }
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
