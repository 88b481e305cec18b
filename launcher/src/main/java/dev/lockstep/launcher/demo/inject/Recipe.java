package dev.lockstep.launcher.demo.inject;

/** What can be done to a row. The first four changes are the ones hardest to see. */
enum Recipe {
  TRAILING_SPACE("one trailing space"),
  LAST_MICROSECOND("the last microsecond"),
  LETTER_CASE("upper and lower case"),
  DECIMAL_DIGIT("one decimal digit"),
  OTHER_VALUE("another value"),
  NULLNESS("NULL for a value or a value for NULL"),
  DELETE("row deleted"),
  EXTRA_BELOW("extra row below the sequence"),
  EXTRA_ABOVE("extra row above the sequence"),
  DECOY_REVERT("decoy: update and its exact revert"),
  DECOY_JSON_ORDER("decoy: JSON keys in another order"),
  DECOY_IGNORED("decoy: column under an ignore rule"),
  DECOY_TRIMMED("decoy: trailing space under a trim rule");

  private final String words;

  Recipe(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  boolean changesValue() {
    return compareTo(NULLNESS) <= 0;
  }

  boolean addsRow() {
    return this == EXTRA_BELOW || this == EXTRA_ABOVE;
  }

  boolean decoy() {
    return compareTo(DECOY_REVERT) >= 0;
  }
}
