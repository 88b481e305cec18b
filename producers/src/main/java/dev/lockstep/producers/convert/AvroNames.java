package dev.lockstep.producers.convert;

/** Database names as Avro names, injectively. */
final class AvroNames {

  private AvroNames() {}

  /** Letters, digits and single underscores stay; everything else becomes {@code _xhhhh}. */
  static String of(String name) {
    StringBuilder out = new StringBuilder(name.length() + 8);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean escapeLike = c == '_' && name.startsWith("x", i + 1) && hex(name, i + 2);
      if (letter || (digit && i > 0) || (c == '_' && !escapeLike)) {
        out.append(c);
      } else {
        out.append(String.format("_x%04x", (int) c));
      }
    }
    return out.toString();
  }

  private static boolean hex(String name, int from) {
    for (int i = from; i < from + 4; i++) {
      if (i >= name.length() || Character.digit(name.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }
}
