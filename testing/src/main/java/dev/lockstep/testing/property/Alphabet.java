package dev.lockstep.testing.property;

import java.util.SplittableRandom;

/** What the characters of one text are taken from. */
enum Alphabet {
  PLAIN {
    @Override
    String next(SplittableRandom random, int room) {
      return Character.toString(random.nextInt(' ', 0x7F));
    }
  },
  /** What quotes, separates, ends, folds or composes somewhere. */
  AWKWARD {
    private static final String CHARACTERS =
        "\0\t\n\r '\"`\\%_.,;:=-+/()[]{}<>&#0aA\u007F\u0080\u00A0ÄßſıİK\u0301\u0308\u200D\u2028\uFEFF";

    @Override
    String next(SplittableRandom random, int room) {
      return Character.toString(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
    }
  },
  /** Any unit of UTF-16, halves of pairs too. */
  UNIT {
    @Override
    String next(SplittableRandom random, int room) {
      return Character.toString((char) random.nextInt(Character.MAX_VALUE + 1));
    }
  },
  /** Any character that has one, whole pairs included. */
  CHARACTER {
    @Override
    String next(SplittableRandom random, int room) {
      int point;
      do {
        point = random.nextInt(room > 1 ? Character.MAX_CODE_POINT + 1 : Character.MAX_VALUE + 1);
      } while (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
      return Character.toString(point);
    }
  },
  MIXED {
    @Override
    String next(SplittableRandom random, int room) {
      return values()[random.nextInt(ordinal())].next(random, room);
    }
  };

  /** One character that takes no more room than there is. */
  abstract String next(SplittableRandom random, int room);
}
